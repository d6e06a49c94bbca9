package dev.understudy.config;

import java.util.Set;

/** Whether a later route can still get a request: not when an earlier one takes all that it would. */
final class Reachability {
    private Reachability() {}

    /** Whether every request that {@code later} matches is matched by {@code earlier}. */
    static boolean covers(Match earlier, Match later) {
        return coversPath(earlier.path(), later.path())
                && coversMethods(earlier.methods(), later.methods())
                && later.headers().entrySet().containsAll(earlier.headers().entrySet());
    }

    /** No methods are all methods. */
    private static boolean coversMethods(Set<String> earlier, Set<String> later) {
        return earlier.isEmpty() || (!later.isEmpty() && earlier.containsAll(later));
    }

    private static boolean coversPath(Match.Path earlier, Match.Path later) {
        if (later instanceof Match.Path.Exact exact) {
            return earlier.matches(exact.exact());
        }
        return earlier instanceof Match.Path.Prefix
                && later instanceof Match.Path.Prefix prefix
                && earlier.matches(prefix.prefix());
    }
}
