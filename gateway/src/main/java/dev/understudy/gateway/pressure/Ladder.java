package dev.understudy.gateway.pressure;

import dev.understudy.config.Pressure.Shed;
import java.time.Duration;
import java.util.Map;

/**
 * Which level follows from what was measured. Up at once and as far as needed; down one step at a time, when all signals have
 * stayed clearly below what put it there for a while, so that it does not flap.
 *
 * @param calmAfter that while
 */
record Ladder(Shed shed, Duration calmAfter) {
    /** Clearly below: this part of the threshold. */
    private static final double RELEASE = 0.9;

    /** @param betterSinceNanos when it got better; meaningless unless {@code better} */
    record Position(Level level, boolean better, long betterSinceNanos) {
        static final Position START = new Position(Level.CALM, false, 0);
    }

    /** @param fills of each signal, as parts of its limit: 0 is empty, 1 is full */
    Position next(Position before, Map<Signal, Double> fills, long nowNanos) {
        Level wanted = wanted(fills, 1);
        if (wanted.compareTo(before.level()) > 0) {
            return new Position(wanted, false, 0);
        }
        Level held = wanted(fills, RELEASE);
        if (held.compareTo(before.level()) >= 0) {
            return new Position(before.level(), false, 0);
        }
        if (!before.better()) {
            return new Position(before.level(), true, nowNanos);
        }
        if (nowNanos - before.betterSinceNanos() >= calmAfter.toNanos()) {
            Level lower = before.level().lower();
            return new Position(lower, held.compareTo(lower) < 0, nowNanos);
        }
        return before;
    }

    private Level wanted(Map<Signal, Double> fills, double scale) {
        Level most = Level.CALM;
        for (Map.Entry<Signal, Double> fill : fills.entrySet()) {
            Level one = wanted(fill.getKey(), fill.getValue(), scale);
            most = one.compareTo(most) > 0 ? one : most;
        }
        return most;
    }

    private Level wanted(Signal signal, double fill, double scale) {
        Level level = signal.most();
        while (level != Level.CALM && !(fill >= level.from(shed) * scale)) {
            level = level.lower();
        }
        return level;
    }
}
