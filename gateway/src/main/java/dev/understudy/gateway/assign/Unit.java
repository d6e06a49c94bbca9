package dev.understudy.gateway.assign;

import dev.understudy.config.UnitKind;

/**
 * What is assigned: a request, a conversation or a user.
 *
 * @param source where its key was found, such as {@code header:x-user-id}
 * @param key never leaves this process: a record holds its keyed hash
 */
public record Unit(UnitKind kind, String source, String key) {
    @Override
    public String toString() {
        return kind.yaml() + " from " + source;
    }
}
