package dev.understudy.log;

import dev.understudy.pair.Pair;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which pairs are meant. Everything that is said must hold.
 *
 * @param since this moment or later
 * @param until before this moment
 */
public record PairFilter(
        @Nullable String route,
        @Nullable Instant since,
        @Nullable Instant until) {
    public static final PairFilter ALL = new PairFilter(null, null, null);

    public boolean matches(Pair pair) {
        return (route == null || route.equals(pair.route()))
                && (since == null || !pair.time().isBefore(since))
                && (until == null || pair.time().isBefore(until));
    }
}
