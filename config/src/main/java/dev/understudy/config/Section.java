package dev.understudy.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** One mapping of the file whose keys are known: hands out its values, and has reported every other key. */
final class Section {
    private final Value value;
    private final Map<String, Value> entries;

    private Section(Value value, Map<String, Value> entries) {
        this.value = value;
        this.entries = entries;
    }

    /** Empty when the value is no mapping, which is then reported. */
    static Optional<Section> open(Value value, Keys keys) {
        return entries(value, keys.expected()).map(entries -> {
            Map<String, Value> known = new LinkedHashMap<>();
            for (Entry entry : entries) {
                if (keys.known().contains(entry.name())) {
                    known.put(entry.name(), entry.value());
                } else {
                    value.problems().add(entry.key(), value.entryPath(entry.name()), keys.refusal(entry.name()));
                }
            }
            return new Section(value, known);
        });
    }

    /** The entries of a mapping in the file's order, for one whose keys are the user's own; repeated ones are reported. */
    static Optional<List<Entry>> entries(Value value, String expected) {
        if (!(value.node() instanceof MappingNode mapping)) {
            return value.refuse(value.kind(), expected);
        }
        Map<String, Integer> lines = new HashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                value.problems().add(tuple.getKeyNode(), value.path(), "a list or mapping as a key (expected: a name)");
                continue;
            }
            Entry entry = new Entry(key.getValue(), key, value.entry(key.getValue(), tuple.getValueNode()));
            Integer line = lines.putIfAbsent(entry.name(), entry.line());
            if (line == null) {
                entries.add(entry);
            } else {
                value.problems()
                        .add(key, entry.value().path(), "repeated key, first in line " + line + " (expected: once)");
            }
        }
        return Optional.of(entries);
    }

    Value value() {
        return value;
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The value of a key that is there. */
    Value at(String key) {
        Value entry = entries.get(key);
        if (entry == null) {
            throw new IllegalStateException(key + ": not in " + value.path());
        }
        return entry;
    }

    /** What the file says, or the default where it says nothing. */
    <T> T read(String key, Reader<T> reader, T otherwise) {
        return read(key, reader).orElse(otherwise);
    }

    /** What the file says, if it says anything. */
    <T> Optional<T> read(String key, Reader<T> reader) {
        return Optional.ofNullable(entries.get(key)).flatMap(reader::read);
    }

    /** What the file has to say. */
    <T> Optional<T> require(String key, Reader<T> reader, String expected) {
        if (!has(key)) {
            value.problems().add(value.node(), value.entryPath(key), "missing (expected: " + expected + ")");
        }
        return read(key, reader);
    }

    /** One key and its value. */
    record Entry(String name, Node key, Value value) {
        int line() {
            return key.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        }
    }
}
