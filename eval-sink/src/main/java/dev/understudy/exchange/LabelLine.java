package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * One line of a file of labels: which pair, and what is right, or what came of it. Without {@code event} it is a label where
 * one is given, and a reward otherwise.
 *
 * @param time null when the line says none
 */
record LabelLine(
        String id,
        String event,
        @Nullable String item,
        @Nullable String label,
        @Nullable Double value,
        String eventId,
        @Nullable Instant time) {
    private static final int NAME_CHARS_MAX = 128;
    /** A label may be a whole reference answer. */
    private static final int TEXT_BYTES_MAX = 64 * 1024;

    static LabelLine of(ObjectNode line) throws MalformedRecordException {
        for (Iterator<String> names = line.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!Feedback.FIELDS.contains(name)) {
                throw new MalformedRecordException(
                        name + ": unknown field (expected: id, label, value, event, item, eventId, time)");
            }
        }
        String id = JsonLine.require(line, "id").strip();
        String label = text(line, "label");
        String item = text(line, "item");
        Double value = value(line);
        String event = event(line, label, value);
        Instant time = time(line);
        String eventId = text(line, "eventId");
        return new LabelLine(
                id,
                event,
                item,
                label,
                value,
                eventId == null ? Feedback.contentId(id, event, item, label, value, time) : name("eventId", eventId),
                time);
    }

    Feedback at(Instant now) {
        return new Feedback(id, event, item, label, value, eventId, time == null ? now : time);
    }

    private static String event(ObjectNode line, @Nullable String label, @Nullable Double value)
            throws MalformedRecordException {
        String said = text(line, "event");
        if (said == null && label == null && value == null) {
            throw JsonLine.wrong("label", null, "what is right; or a value, or an event");
        }
        String event = said == null ? (label == null ? "reward" : "label") : name("event", said);
        if (event.equals("label") && label == null) {
            throw JsonLine.wrong("label", null, "what is right, beside event label");
        }
        if (event.equals("reward") && value == null) {
            throw JsonLine.wrong("value", null, "a number, beside event reward");
        }
        return event;
    }

    private static String name(String field, String text) throws MalformedRecordException {
        if (text.isBlank() || text.length() > NAME_CHARS_MAX || text.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedRecordException(field + ": " + text.length() + " characters (expected: 1 to "
                    + NAME_CHARS_MAX + ", not blank, no control characters)");
        }
        return text;
    }

    /** Empty is as good as missing: a column has a value in every row. */
    private static @Nullable String text(ObjectNode line, String field) throws MalformedRecordException {
        JsonNode value = line.path(field);
        if (value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.asText().isEmpty())) {
            return null;
        }
        String text = value.isValueNode() ? value.asText() : value.toString();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > TEXT_BYTES_MAX) {
            throw new MalformedRecordException(
                    field + ": " + bytes + " bytes (expected: at most " + TEXT_BYTES_MAX + ")");
        }
        return text;
    }

    private static @Nullable Double value(ObjectNode line) throws MalformedRecordException {
        String text = text(line, "value");
        if (text == null) {
            return null;
        }
        try {
            double value = Double.parseDouble(text.strip());
            if (Double.isFinite(value)
                    && line.path("value").isValueNode()
                    && !line.path("value").isBoolean()) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, in the words of the field
        }
        throw JsonLine.wrong("value", line.get("value"), "a finite number");
    }

    private static @Nullable Instant time(ObjectNode line) throws MalformedRecordException {
        String text = text(line, "time");
        if (text == null) {
            return null;
        }
        return Feedback.parseTime(text.strip())
                .orElseThrow(() -> JsonLine.wrong(
                        "time", line.get("time"), "ISO 8601 with an offset, such as 2026-11-22T01:02:03Z"));
    }
}
