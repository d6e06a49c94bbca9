package dev.understudy.pair;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object of a record that is being read: knows where it stands, so that what is wrong can be named. Fields nobody asks
 * for are not looked at.
 *
 * @param path where it stands, such as {@code legs[1]}; empty for the whole record
 */
record RecordNode(JsonNode node, String path) {
    /** What is beyond cannot be counted in milliseconds everywhere. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    /** Turns one field's value into something of ours. */
    interface Reading<T> {
        T of(RecordNode node) throws MalformedRecordException;
    }

    static RecordNode parse(String what, byte[] line) throws MalformedRecordException {
        try {
            JsonNode root = Json.RECORDS.readTree(line);
            if (root == null || !root.isObject()) {
                throw new MalformedRecordException("not a JSON object (expected: a " + what + ")");
            }
            return new RecordNode(root, "");
        } catch (JacksonException e) {
            throw new MalformedRecordException("not JSON: " + e.getOriginalMessage() + " (at column "
                    + (e.getLocation() == null ? "?" : e.getLocation().getColumnNr()) + ")");
        } catch (IOException e) {
            throw new MalformedRecordException("not readable: " + e.getMessage());
        }
    }

    String text(String name) throws MalformedRecordException {
        return require(name, textOrNull(name));
    }

    @Nullable
    String textOrNull(String name) throws MalformedRecordException {
        JsonNode value = value(name);
        if (value != null && !value.isTextual()) {
            throw wrong(name, value, "a string");
        }
        return value == null ? null : value.textValue();
    }

    double numberOrNan(String name) throws MalformedRecordException {
        Double number = numberOrNull(name);
        return number == null ? Double.NaN : number;
    }

    @Nullable
    Double numberOrNull(String name) throws MalformedRecordException {
        JsonNode value = value(name);
        if (value != null && !value.isNumber()) {
            throw wrong(name, value, "a number");
        }
        return value == null ? null : value.doubleValue();
    }

    long count(String name) throws MalformedRecordException {
        JsonNode value = value(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw wrong(name, value, "a whole number >= 0");
        }
        return value.longValue();
    }

    boolean flag(String name) throws MalformedRecordException {
        JsonNode value = value(name);
        if (value == null || !value.isBoolean()) {
            throw wrong(name, value, "true or false");
        }
        return value.booleanValue();
    }

    Instant time(String name) throws MalformedRecordException {
        String text = text(name);
        try {
            Instant time = IsoTime.parse(text);
            if (!time.isBefore(FIRST) && time.isBefore(END)) {
                return time;
            }
        } catch (DateTimeException e) {
            // No time, as one beyond all calendars is none.
        }
        throw wrong(name, value(name), "a time such as 2026-11-22T01:02:03.456Z");
    }

    boolean has(String name) {
        return value(name) != null;
    }

    RecordNode object(String name) throws MalformedRecordException {
        JsonNode value = value(name);
        if (value == null || !value.isObject()) {
            throw wrong(name, value, "an object");
        }
        return new RecordNode(value, at(name));
    }

    <T> @Nullable T objectOrNull(String name, Reading<T> reading) throws MalformedRecordException {
        return has(name) ? reading.of(object(name)) : null;
    }

    <T> List<T> objects(String name, Reading<T> reading) throws MalformedRecordException {
        JsonNode value = value(name);
        if (value == null || !value.isArray()) {
            throw wrong(name, value, "a list");
        }
        List<T> objects = new ArrayList<>(value.size());
        for (int index = 0; index < value.size(); index++) {
            String place = name + "[" + index + "]";
            if (!value.get(index).isObject()) {
                throw wrong(place, value.get(index), "an object");
            }
            objects.add(reading.of(new RecordNode(value.get(index), at(place))));
        }
        return objects;
    }

    /** Every field of the object of that name; empty when there is none. */
    <T> Map<String, T> entries(String name, EntryReading<T> reading) throws MalformedRecordException {
        if (!has(name)) {
            return Map.of();
        }
        RecordNode object = object(name);
        Map<String, T> entries = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : object.node.properties()) {
            entries.put(field.getKey(), reading.of(object, field.getKey()));
        }
        return entries;
    }

    /** Reads the field of that name of an object. */
    interface EntryReading<T> {
        T of(RecordNode object, String name) throws MalformedRecordException;
    }

    MalformedRecordException wrong(String name, @Nullable JsonNode value, String expected) {
        String was = value == null ? "missing" : value.toString();
        return new MalformedRecordException(at(name) + ": " + (was.length() > 60 ? was.substring(0, 60) + "…" : was)
                + " (expected: " + expected + ")");
    }

    private <T> T require(String name, @Nullable T value) throws MalformedRecordException {
        if (value == null) {
            throw wrong(name, null, "a value");
        }
        return value;
    }

    private @Nullable JsonNode value(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
