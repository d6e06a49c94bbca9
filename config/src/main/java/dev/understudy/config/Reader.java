package dev.understudy.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Turns a value of the file into what it means, or reports why it cannot. */
@FunctionalInterface
interface Reader<T> {
    int LIST_MAX = 1000;

    /** Empty means that a problem was reported. */
    Optional<T> read(Value value);

    /** A list of these, with at least {@code sizeMin} elements. */
    default Reader<List<T>> list(int sizeMin) {
        return value -> elements(value, sizeMin)
                .map(elements -> elements.stream()
                        .flatMap(element -> read(element).stream())
                        .toList());
    }

    /** A list of these in which nothing stands twice. */
    default Reader<List<T>> distinctList(int sizeMin) {
        return value -> elements(value, sizeMin).map(elements -> {
            Map<T, Integer> lines = new HashMap<>();
            List<T> distinct = new ArrayList<>();
            for (Value element : elements) {
                read(element).ifPresent(read -> {
                    Integer line = lines.putIfAbsent(read, element.line());
                    if (line == null) {
                        distinct.add(read);
                    } else {
                        element.refuse(element.shown() + " stands in this list already, in line " + line, "once");
                    }
                });
            }
            return distinct;
        });
    }

    private static Optional<List<Value>> elements(Value value, int sizeMin) {
        if (!(value.node() instanceof SequenceNode sequence)) {
            return value.refuse(value.kind(), "a list, such as [a, b]");
        }
        List<Node> nodes = sequence.getValue();
        if (nodes.size() < sizeMin || nodes.size() > LIST_MAX) {
            return value.refuse(nodes.size() + " elements", sizeMin + ".." + LIST_MAX);
        }
        List<Value> elements = new ArrayList<>();
        for (int index = 0; index < nodes.size(); index++) {
            elements.add(value.element(index, nodes.get(index)));
        }
        return Optional.of(elements);
    }
}
