package dev.understudy.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds {@code rewrite.setBody}: what is to stand at which places of a JSON body. */
final class SetBodyBinder {
    private static final int POINTERS_MAX = 100;

    /** Both legs are asked in the same mode, or their times are not comparable. */
    private static final String MODE = "/stream";

    private SetBodyBinder() {}

    static Optional<Map<Pointer, String>> setBody(Value value) {
        return Section.entries(value, "JSON pointers and values, such as {/model: ranker-2026}")
                .flatMap(entries -> {
                    if (entries.isEmpty() || entries.size() > POINTERS_MAX) {
                        return value.refuse(entries.size() + " pointers", "1.." + POINTERS_MAX);
                    }
                    Map<Pointer, String> bound = new LinkedHashMap<>();
                    for (Section.Entry entry : entries) {
                        pointer(entry, bound)
                                .ifPresent(pointer ->
                                        JsonValues.json(entry.value()).ifPresent(json -> bound.put(pointer, json)));
                    }
                    return Optional.of(bound);
                });
    }

    private static Optional<Pointer> pointer(Section.Entry entry, Map<Pointer, String> earlier) {
        String name = entry.name();
        if (name.equals(MODE)) {
            return entry.value().refuse("the mode, in which all models are asked alike", "another pointer");
        }
        if (name.isEmpty() || name.charAt(0) != '/') {
            return entry.value().refuse(Shown.quoted(name), "a JSON pointer within the body, such as /model");
        }
        try {
            Pointer pointer = new Pointer(name);
            Optional<Pointer> other = earlier.keySet().stream()
                    .filter(known -> lies(pointer, known) || lies(known, pointer))
                    .findFirst();
            return other.isEmpty()
                    ? Optional.of(pointer)
                    : entry.value()
                            .refuse(
                                    "one of it and " + Shown.quoted(other.get().text()) + " lies within the other",
                                    "places apart from each other");
        } catch (IllegalArgumentException e) {
            return entry.value().refuse(Shown.quoted(name), "a JSON pointer with ~0 for ~ and ~1 for / in its names");
        }
    }

    /** Whether the one lies at or within the other. */
    private static boolean lies(Pointer one, Pointer other) {
        List<String> path = one.segments();
        List<String> around = other.segments();
        return path.size() >= around.size() && path.subList(0, around.size()).equals(around);
    }
}
