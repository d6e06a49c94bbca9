package dev.understudy.config;

import java.util.ArrayList;
import java.util.List;

/** A JSON pointer (RFC 6901), such as {@code /hits/0/id}; the empty one is the whole document. */
public record Pointer(String text) {
    public Pointer {
        if (!text.isEmpty() && text.charAt(0) != '/') {
            throw new IllegalArgumentException("pointer: " + text + " (expected: empty, or starting with /)");
        }
        for (int tilde = text.indexOf('~'); tilde >= 0; tilde = text.indexOf('~', tilde + 1)) {
            char escaped = tilde + 1 < text.length() ? text.charAt(tilde + 1) : ' ';
            if (escaped != '0' && escaped != '1') {
                throw new IllegalArgumentException("pointer: " + text + " (expected: ~0 or ~1 after ~)");
            }
        }
    }

    /** The names and indexes on the way, unescaped. */
    public List<String> segments() {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> segments = new ArrayList<>();
        for (String segment : text.substring(1).split("/", -1)) {
            segments.add(segment.replace("~1", "/").replace("~0", "~"));
        }
        return List.copyOf(segments);
    }

    @Override
    public String toString() {
        return text;
    }
}
