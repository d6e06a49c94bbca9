package dev.understudy.gateway.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * What a path means to a server that follows its dot segments (RFC 3986, section 5.2.4), escaped or not. A route is found
 * by this, so that {@code /open/../closed} is not taken for something under {@code /open}; the model gets the path as it
 * came.
 */
public final class DotSegments {
    private DotSegments() {}

    /** The same path where it has none; empty where it leads above its root. */
    public static Optional<String> followed(String path) {
        if (!path.contains("/.")
                && (path.indexOf('%') < 0 || !path.toLowerCase(Locale.ROOT).contains("/%2e"))) {
            return Optional.of(path);
        }
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            String segment = segments[i].toLowerCase(Locale.ROOT).replace("%2e", ".");
            boolean dots = segment.equals(".") || segment.equals("..");
            if (segment.equals("..") && kept.pollLast() == null) {
                return Optional.empty();
            }
            if (!dots) {
                kept.addLast(segments[i]);
            } else if (i == segments.length - 1) {
                kept.addLast("");
            }
        }
        return Optional.of("/" + String.join("/", kept));
    }
}
