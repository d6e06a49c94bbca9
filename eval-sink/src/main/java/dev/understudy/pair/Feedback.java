package dev.understudy.pair;

import dev.understudy.config.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
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
        Instant time) {
    /** As events and files of labels name them. */
    public static final Set<String> FIELDS = Set.of("id", "event", "item", "label", "value", "eventId", "time");

    /**
     * The event id of an event that has none: a digest of what it says. So the same again counts once, whether it comes by
     * HTTP or from a file; a person who clicks the same item twice has to be told apart by {@code time} or {@code eventId}.
     */
    public static String contentId(
            String id,
            String event,
            @Nullable String item,
            @Nullable String label,
            @Nullable Double value,
            @Nullable Instant time) {
        MessageDigest digest = Sha256.begun();
        for (Object part : new @Nullable Object[] {id, event, item, label, value, time}) {
            byte[] bytes = part == null ? new byte[0] : part.toString().getBytes(StandardCharsets.UTF_8);
            digest.update((part == null ? "-" : bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return "content-" + HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    /** A time in ISO 8601 with an offset, of the years 1970 to 9999; empty when it is none. */
    public static Optional<Instant> parseTime(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() >= 1970 && time.getYear() <= 9999 ? Optional.of(time.toInstant()) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
