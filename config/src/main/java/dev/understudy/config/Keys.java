package dev.understudy.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys that one kind of section has.
 *
 * @param later what will be a key, and what to do until then
 */
record Keys(List<String> known, Map<String, String> later) {
    Keys {
        known = List.copyOf(known);
        later = Map.copyOf(later);
    }

    static Keys of(String... known) {
        return new Keys(List.of(known), Map.of());
    }

    Keys and(List<String> more) {
        List<String> all = new ArrayList<>(known);
        all.addAll(more);
        return new Keys(all, later);
    }

    Keys later(String key, String meanwhile) {
        Map<String, String> all = new LinkedHashMap<>(later);
        all.put(key, meanwhile);
        return new Keys(known, all);
    }

    String expected() {
        return "a mapping with " + String.join(", ", known);
    }

    String refusal(String key) {
        String meanwhile = later.get(key);
        if (meanwhile != null) {
            return "not supported yet: " + meanwhile + "; remove it";
        }
        return "unknown key" + DidYouMean.hint(key, known) + " (expected: " + String.join(", ", known) + ")";
    }
}
