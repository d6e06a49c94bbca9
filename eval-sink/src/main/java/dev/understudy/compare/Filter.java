package dev.understudy.compare;

import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.time.Instant;
import java.util.Optional;

/** Which part of the log is compared: from {@code since} on, before {@code until}. */
public record Filter(Optional<String> route, Optional<Instant> since, Optional<Instant> until) {
    public static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether nothing is left out. */
    boolean isEverything() {
        return route.isEmpty() && since.isEmpty() && until.isEmpty();
    }

    boolean admits(Pair pair) {
        return admitsRoute(pair.route()) && admits(pair.time());
    }

    boolean admits(Pulse pulse) {
        return admitsRoute(pulse.route()) && admits(pulse.time());
    }

    boolean admitsRoute(String name) {
        return route.map(name::equals).orElse(true);
    }

    boolean admits(Instant time) {
        return since.map(start -> !time.isBefore(start)).orElse(true)
                && until.map(time::isBefore).orElse(true);
    }
}
