package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * How long it took.
 *
 * @param time until the event, or until nobody watched any more
 * @param event whether it happened
 */
public record Survival(double time, boolean event) {
    /** Null for what is none. */
    static @Nullable Survival of(JsonNode time, JsonNode event) {
        double length = time.isNumber() ? time.asDouble() : Double.NaN;
        Boolean happened = happened(event);
        return happened == null || !Double.isFinite(length) || length < 0 ? null : new Survival(length, happened);
    }

    private static @Nullable Boolean happened(JsonNode event) {
        return switch (event.isValueNode() && !event.isNull() ? event.asText() : "") {
            case "1", "1.0", "true" -> true;
            case "0", "0.0", "false" -> false;
            default -> null;
        };
    }
}
