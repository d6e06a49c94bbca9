package dev.understudy.config;

import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value of the file, with its place.
 *
 * @param path from the root, such as {@code routes[2].ab}
 */
record Value(Node node, String path, Problems problems) {
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_/-][A-Za-z0-9_./-]{0,79}");

    /** Reports what it was and what was expected; always empty, so that a reader can end with it. */
    <T> Optional<T> refuse(String was, String expected) {
        return refuse(was + " (expected: " + expected + ")");
    }

    <T> Optional<T> refuse(String message) {
        problems.add(node, path, message);
        return Optional.empty();
    }

    Value entry(String key, Node value) {
        return new Value(value, entryPath(key), problems);
    }

    String entryPath(String key) {
        if (!BARE_KEY.matcher(key).matches()) {
            return path + "[" + Shown.quoted(key) + "]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    Value element(int index, Node value) {
        return new Value(value, path + "[" + index + "]", problems);
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean isNothing() {
        return Tag.NULL.equals(node.getTag());
    }

    int line() {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /** What it is, without showing it. */
    String kind() {
        if (isNothing()) {
            return "nothing";
        }
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        Tag tag = node.getTag();
        if (Tag.INT.equals(tag) || Tag.FLOAT.equals(tag)) {
            return "a number";
        }
        return Tag.BOOL.equals(tag) ? "true or false" : "a string";
    }

    /** What it is, as the user wrote it where that is one word. */
    String shown() {
        if (node instanceof ScalarNode scalar && !isNothing()) {
            boolean bare = scalar.isPlain() && !Tag.STR.equals(scalar.getTag());
            return bare ? Shown.plain(scalar.getValue()) : Shown.quoted(scalar.getValue());
        }
        return kind();
    }
}
