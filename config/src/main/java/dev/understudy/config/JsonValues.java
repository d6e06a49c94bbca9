package dev.understudy.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** Values of the file that are meant as JSON: scalars, lists and mappings; and back. */
final class JsonValues {
    private static final int CHARS_MAX = 64 * 1024;
    private static final int DEPTH_MAX = 32;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private JsonValues() {}

    /** The value as JSON, in one line. */
    static Optional<String> json(Value value) {
        if (value.isNothing()) {
            return value.refuse("nothing", "a value");
        }
        StringBuilder json = new StringBuilder();
        if (!write(value, 0, json)) {
            return Optional.empty();
        }
        return json.length() > CHARS_MAX
                ? value.refuse(json.length() + " characters of JSON", "at most " + CHARS_MAX)
                : Optional.of(json.toString());
    }

    /** JSON as maps, lists and scalars. */
    static Object tree(String json) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new JsonSchema())
                .setLabel("json")
                .build();
        return Objects.requireNonNull(new Load(settings).loadFromString(json));
    }

    private static boolean write(Value value, int depth, StringBuilder json) {
        if (depth > DEPTH_MAX) {
            return value.refuse("more than " + DEPTH_MAX + " levels", "fewer").isPresent();
        }
        if (value.isMapping()) {
            return mapping(value, depth, json);
        }
        if (value.node() instanceof SequenceNode sequence) {
            return list(value, sequence.getValue(), depth, json);
        }
        return scalar(value, json);
    }

    private static boolean mapping(Value value, int depth, StringBuilder json) {
        boolean good = true;
        String divider = "";
        json.append('{');
        for (Section.Entry entry : Section.entries(value, "a mapping").orElse(List.of())) {
            json.append(divider);
            quote(entry.name(), json);
            json.append(':');
            good &= write(entry.value(), depth + 1, json);
            divider = ",";
        }
        json.append('}');
        return good;
    }

    private static boolean list(Value value, List<Node> elements, int depth, StringBuilder json) {
        boolean good = true;
        json.append('[');
        for (int index = 0; index < elements.size(); index++) {
            json.append(index == 0 ? "" : ",");
            good &= write(value.element(index, elements.get(index)), depth + 1, json);
        }
        json.append(']');
        return good;
    }

    private static boolean scalar(Value value, StringBuilder json) {
        if (value.isNothing()) {
            json.append("null");
            return true;
        }
        if (!(value.node() instanceof ScalarNode scalar) || Tag.ENV_TAG.equals(scalar.getTag())) {
            return value.refuse("a variable, and variables are not replaced here", "the value itself")
                    .isPresent();
        }
        String text = scalar.getValue();
        if (Tag.STR.equals(scalar.getTag())) {
            quote(text, json);
        } else if (Tag.BOOL.equals(scalar.getTag())) {
            json.append(Boolean.parseBoolean(text));
        } else if (NUMBER.matcher(text).matches()) {
            json.append(text);
        } else {
            return value.refuse(value.shown(), "a number as JSON writes it, such as 0.7 or -3")
                    .isPresent();
        }
        return true;
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int at = 0; at < text.length(); at++) {
            char here = text.charAt(at);
            if (here == '"' || here == '\\') {
                json.append('\\').append(here);
            } else if (here < 0x20 || Character.isSurrogate(here) || here == 0x7f) {
                json.append(String.format("\\u%04x", (int) here));
            } else {
                json.append(here);
            }
        }
        json.append('"');
    }
}
