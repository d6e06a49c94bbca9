package dev.understudy.pair;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What arrives later about a pair.
 *
 * @param id the pair's
 * @param event {@code click}, {@code label}, {@code reward}, or a name of the team's own
 * @param item what was clicked
 * @param label what would have been right
 * @param value of a reward
 * @param eventId the same one twice counts once
 */
public record Feedback(
        String id,
        String event,
        @Nullable String item,
        @Nullable String label,
        @Nullable Double value,
        String eventId,
        Instant time) {}
