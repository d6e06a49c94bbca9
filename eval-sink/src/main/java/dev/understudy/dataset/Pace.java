package dev.understudy.dataset;

import dev.understudy.pair.Pair;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When recorded requests are sent again: as far from each other as they came, so many times faster, or at once.
 *
 * @param factor 1 for their own pace; 0 for no waiting at all
 */
public record Pace(double factor) {
    /** A night without traffic is no reason to wait for a night. */
    static final Duration GAP_MAX = Duration.ofMinutes(1);

    /** {@code recorded}, {@code max}, or {@code x10}. */
    public static Optional<Pace> parse(String text) {
        if (text.equals("recorded")) {
            return Optional.of(new Pace(1));
        }
        if (text.equals("max")) {
            return Optional.of(new Pace(0));
        }
        if (text.matches("x[0-9]{1,6}(\\.[0-9]{1,3})?")) {
            double factor = Double.parseDouble(text.substring(1));
            return factor > 0 ? Optional.of(new Pace(factor)) : Optional.empty();
        }
        return Optional.empty();
    }

    /** How long after the one before it a request is sent; nothing for the first. */
    Duration gap(@Nullable Instant before, Instant time) {
        if (factor == 0 || before == null || !time.isAfter(before)) {
            return Duration.ZERO;
        }
        Duration gap = Duration.ofNanos((long) (Duration.between(before, time).toNanos() / factor));
        return gap.compareTo(GAP_MAX) < 0 ? gap : GAP_MAX;
    }

    /** Waits for each in turn; used by one thread. */
    public final class Clock implements Replay.Pacing {
        private @Nullable Instant before;
        private long due = System.nanoTime();

        @Override
        public void await(Pair recorded) throws InterruptedException {
            Instant time = recorded.time();
            due += gap(before, time).toNanos();
            before = before == null || time.isAfter(before) ? time : before;
            long left = due - System.nanoTime();
            if (left > 0) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
        }
    }

    public Clock clock() {
        return new Clock();
    }
}
