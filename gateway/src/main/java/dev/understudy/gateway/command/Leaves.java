package dev.understudy.gateway.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A tree of maps, lists and scalars as its leaves by path, so that two can be compared line by line. */
final class Leaves {
    private Leaves() {}

    static Map<String, String> of(Object tree) {
        Map<String, String> leaves = new LinkedHashMap<>();
        collect("", tree, leaves);
        return leaves;
    }

    /** {@code path: before -> after} for everything that differs. */
    static List<String> changes(Object before, Object after) {
        Map<String, String> old = of(before);
        Map<String, String> now = of(after);
        Set<String> paths = new LinkedHashSet<>(old.keySet());
        paths.addAll(now.keySet());
        List<String> changes = new ArrayList<>();
        for (String path : paths) {
            String from = old.getOrDefault(path, "(none)");
            String to = now.getOrDefault(path, "(none)");
            if (!from.equals(to)) {
                changes.add(path + ": " + from + " -> " + to);
            }
        }
        return changes;
    }

    private static void collect(String path, Object node, Map<String, String> leaves) {
        if (node instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, value) -> collect(path.isEmpty() ? key.toString() : path + "." + key, value, leaves));
        } else if (node instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                collect(path + "[" + i + "]", list.get(i), leaves);
            }
        } else {
            leaves.put(path, String.valueOf(node));
        }
    }
}
