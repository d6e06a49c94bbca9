package dev.understudy.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Ids that are still looked for. What is asked first costs no decoding: whether a line holds one at all. */
final class Wanted {
    private final Set<String> missing;
    private final List<byte[]> patterns = new ArrayList<>();
    private final boolean isPlain;

    Wanted(Set<String> ids) {
        missing = new TreeSet<>(ids);
        // JSON writes these as they are; of others there is more than one way.
        isPlain = missing.stream().allMatch(id -> id.matches("[A-Za-z0-9_.:~-]+"));
        missing.forEach(id -> patterns.add(('"' + id + '"').getBytes(StandardCharsets.US_ASCII)));
    }

    boolean mayHold(byte[] line) {
        if (!isPlain) {
            return true;
        }
        for (byte[] pattern : patterns) {
            if (holds(line, pattern)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this one was still looked for; from now on it is not. */
    boolean found(String id) {
        return missing.remove(id);
    }

    boolean isAllFound() {
        return missing.isEmpty();
    }

    private static boolean holds(byte[] line, byte[] pattern) {
        for (int start = 0; start <= line.length - pattern.length; start++) {
            int same = 0;
            while (same < pattern.length && line[start + same] == pattern[same]) {
                same++;
            }
            if (same == pattern.length) {
                return true;
            }
        }
        return false;
    }
}
