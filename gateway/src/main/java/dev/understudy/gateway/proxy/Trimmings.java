package dev.understudy.gateway.proxy;

import org.jspecify.annotations.Nullable;

/**
 * What of an answer's head is ours.
 *
 * @param revealed the model that answered; null when the client may not know
 * @param length of the body if it is not the model's own; -1 otherwise
 */
record Trimmings(String pairId, @Nullable String revealed, long length) {
    /** Whether the body is not the model's own, so that nothing may vouch for the model's bytes. */
    boolean isMixed() {
        return length >= 0;
    }
}
