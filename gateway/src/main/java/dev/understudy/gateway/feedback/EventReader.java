package dev.understudy.gateway.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.ulid.Ulid;
import dev.understudy.pair.Feedback;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One event of the body, field by field; each problem is added to the list, and one is enough to refuse it. */
final class EventReader {
    private static final int EVENT_CHARS_MAX = 64;
    private static final int EVENT_ID_CHARS_MAX = 128;
    private static final int TEXT_BYTES_MAX = 1024;
    private static final int SHOWN_CHARS_MAX = 40;

    private final int index;
    private final JsonNode node;
    private final List<FeedbackProblem> problems;

    EventReader(int index, JsonNode node, List<FeedbackProblem> problems) {
        this.index = index;
        this.node = node;
        this.problems = problems;
    }

    Optional<Feedback> read(Instant now) {
        if (!node.isObject()) {
            refuse("", kind(node) + " (expected: an event, an object with id and event)");
            return Optional.empty();
        }
        int before = problems.size();
        refuseUnknownFields();
        String id = pairId();
        String event = name("event", EVENT_CHARS_MAX);
        String item = text("item");
        String label = text("label");
        Double value = value();
        refuseEmpty(event);
        Instant time = time();
        String eventId = node.hasNonNull("eventId")
                ? name("eventId", EVENT_ID_CHARS_MAX)
                : Feedback.contentId(id, event, item, label, value, time);
        if (problems.size() > before) {
            return Optional.empty();
        }
        return Optional.of(new Feedback(id, event, item, label, value, eventId, time == null ? now : time));
    }

    private void refuseUnknownFields() {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!Feedback.FIELDS.contains(name)) {
                refuse(shown(name), "unknown field (expected: id, event, item, label, value, eventId, time)");
            }
        }
    }

    /** What the comparison could only leave out is better said to whom can still send it. */
    private void refuseEmpty(String event) {
        if (event.equals("label") && !node.hasNonNull("label")) {
            refuse("label", "missing (expected: what is right, beside event label)");
        }
        if (event.equals("reward") && !node.hasNonNull("value")) {
            refuse("value", "missing (expected: a number, beside event reward)");
        }
    }

    private String pairId() {
        JsonNode id = node.path("id");
        if (!id.isTextual()) {
            return refuse("id", kind(id) + " (expected: the pair's id, from x-understudy-id)");
        }
        if (!Ulid.isValid(id.textValue())) {
            return refuse(
                    "id", shown(id.textValue()) + " (expected: a ULID of 26 characters, as x-understudy-id had it)");
        }
        return id.textValue().toUpperCase(Locale.ROOT);
    }

    private String name(String field, int charsMax) {
        JsonNode name = node.path(field);
        if (!name.isTextual()) {
            return refuse(field, kind(name) + " (expected: a text of 1 to " + charsMax + " characters)");
        }
        String text = name.textValue();
        if (text.isBlank() || text.length() > charsMax) {
            return refuse(field, text.length() + " characters (expected: 1 to " + charsMax + ", not blank)");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            return refuse(field, shown(text) + " (expected: no control characters)");
        }
        return text;
    }

    private @Nullable String text(String field) {
        if (!node.hasNonNull(field)) {
            return null;
        }
        JsonNode text = node.path(field);
        if (!text.isValueNode()) {
            return refuse(field, kind(text) + " (expected: a text)");
        }
        String value = text.asText();
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        return bytes <= TEXT_BYTES_MAX
                ? value
                : refuse(field, bytes + " bytes (expected: at most " + TEXT_BYTES_MAX + ")");
    }

    private @Nullable Double value() {
        if (!node.hasNonNull("value")) {
            return null;
        }
        JsonNode value = node.path("value");
        if (!value.isNumber()) {
            refuse("value", kind(value) + " (expected: a number)");
            return null;
        }
        if (!Double.isFinite(value.doubleValue())) {
            refuse("value", shown(value.asText()) + " (expected: a finite number)");
            return null;
        }
        return value.doubleValue();
    }

    private @Nullable Instant time() {
        if (!node.hasNonNull("time")) {
            return null;
        }
        String text = node.path("time").asText();
        Optional<Instant> time = Feedback.parseTime(text);
        if (time.isEmpty()) {
            refuse("time", shown(text) + " (expected: ISO 8601 with an offset, such as 2026-11-22T01:02:03Z)");
        }
        return time.orElse(null);
    }

    private String refuse(String field, String message) {
        problems.add(new FeedbackProblem(index, field, message));
        return "";
    }

    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case MISSING -> "missing";
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case BINARY -> "bytes";
            case NULL -> "null";
        };
    }

    private static String shown(String text) {
        String cut = text.length() <= SHOWN_CHARS_MAX ? text : text.substring(0, SHOWN_CHARS_MAX) + "…";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
