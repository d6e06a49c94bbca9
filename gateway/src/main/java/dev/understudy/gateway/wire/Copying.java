package dev.understudy.gateway.wire;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request's head says about sending it to a second model, at once or later. */
public final class Copying {
    private static final Set<String> BY_DEFAULT = Set.of("GET", "HEAD", "OPTIONS", "POST");

    private Copying() {}

    /** @param value of {@link HttpFields#OPT_OUT}; null without one */
    public static boolean isOptedOut(@Nullable String value) {
        return value != null && !value.equalsIgnoreCase("false");
    }

    /** Whether such requests are sent where a route does not name its methods. */
    public static boolean isByDefault(String method) {
        return BY_DEFAULT.contains(method);
    }
}
