package dev.understudy.models;

import com.fasterxml.jackson.databind.JsonNode;

/** The fields of a request's JSON object, checked as they are read. */
record Fields(JsonNode body) {
    /** A longer text would take the model seconds. */
    static final int TEXT_CHARS_MAX = 8_000;

    String text(String name) throws BadRequestException {
        return text(name, body.path(name));
    }

    static String text(String name, JsonNode node) throws BadRequestException {
        if (!node.isTextual()) {
            throw BadRequestException.of(name, shown(node), "a string");
        }
        String text = node.textValue();
        if (text.isBlank()) {
            throw BadRequestException.of(name, "blank", "some text");
        }
        if (text.length() > TEXT_CHARS_MAX) {
            throw BadRequestException.of(name, text.length() + " characters", "at most " + TEXT_CHARS_MAX);
        }
        return text;
    }

    int integer(String name, int otherwise, int min, int max) throws BadRequestException {
        JsonNode node = body.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        if (!node.canConvertToExactIntegral()
                || !node.canConvertToInt()
                || node.intValue() < min
                || node.intValue() > max) {
            throw BadRequestException.of(name, shown(node), min + ".." + max);
        }
        return node.intValue();
    }

    boolean flag(JsonNode object, String name) throws BadRequestException {
        JsonNode node = object.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw BadRequestException.of(name, shown(node), "true or false");
        }
        return node.booleanValue();
    }

    static String shown(JsonNode node) {
        if (node.isMissingNode()) {
            return "missing";
        }
        String json = node.toString();
        return json.length() <= 40 ? json : json.substring(0, 40) + "…";
    }
}
