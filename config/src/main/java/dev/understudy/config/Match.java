package dev.understudy.config;

import java.util.Map;
import java.util.Set;

/**
 * Which requests a route takes. Everything that is said must hold.
 *
 * @param methods in upper case; empty means any
 * @param headers lower-case name to exact value; empty means any
 */
public record Match(Path path, Set<String> methods, Map<String, String> headers) {
    public Match {
        methods = Set.copyOf(methods);
        headers = Map.copyOf(headers);
    }

    /** What the request's path (without its query) has to look like. */
    public sealed interface Path {
        boolean matches(String path);

        /** {@code /search} takes {@code /search} and {@code /search/x}, not {@code /searching}; {@code /} takes all. */
        record Prefix(String prefix) implements Path {
            @Override
            public boolean matches(String path) {
                return path.startsWith(prefix)
                        && (path.length() == prefix.length()
                                || prefix.endsWith("/")
                                || path.charAt(prefix.length()) == '/');
            }
        }

        /** The path, letter by letter. */
        record Exact(String exact) implements Path {
            @Override
            public boolean matches(String path) {
                return path.equals(exact);
            }
        }
    }
}
