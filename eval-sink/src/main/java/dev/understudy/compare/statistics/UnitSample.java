package dev.understudy.compare.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A uniform sample of units with what each did before and in an experiment: those with the smallest hashes, whatever the
 * order.
 */
public final class UnitSample {
    private final int capacity;
    private final TreeMap<Long, Unit> units = new TreeMap<>();

    private static final class Unit {
        private final ExactSum earlier = new ExactSum();
        private final ExactSum legacy = new ExactSum();
        private final ExactSum candidate = new ExactSum();
        private long earlierN;
        private long legacyN;
        private long candidateN;

        void merge(Unit other) {
            earlier.merge(other.earlier);
            legacy.merge(other.legacy);
            candidate.merge(other.candidate);
            earlierN += other.earlierN;
            legacyN += other.legacyN;
            candidateN += other.candidateN;
        }
    }

    /**
     * What is left of the difference when earlier figures are taken out.
     *
     * @param units of both arms with an earlier figure
     * @param squaredError of the difference
     */
    public record Regression(long units, double theta, double correlation, double delta, double squaredError) {}

    /** A unit's own mean now, and before. */
    private record Point(double now, double before) {}

    public UnitSample(int capacity) {
        this.capacity = capacity;
    }

    public void addEarlier(long unit, double value) {
        Unit kept = unit(unit);
        if (kept != null) {
            kept.earlier.add(value);
            kept.earlierN++;
        }
    }

    /** @param ofCandidate whether the unit was in the candidate's arm */
    public void add(long unit, double value, boolean ofCandidate) {
        Unit kept = unit(unit);
        if (kept != null) {
            (ofCandidate ? kept.candidate : kept.legacy).add(value);
            kept.candidateN += ofCandidate ? 1 : 0;
            kept.legacyN += ofCandidate ? 0 : 1;
        }
    }

    public void merge(UnitSample other) {
        other.units.forEach((key, theirs) -> {
            Unit ours = unit(key);
            if (ours != null) {
                ours.merge(theirs);
            }
        });
    }

    /** Null with fewer than {@code least} units on a side that have an earlier figure, or when those do not vary. */
    public @Nullable Regression regression(int least) {
        List<Point> legacy = new ArrayList<>();
        List<Point> candidate = new ArrayList<>();
        for (Unit unit : units.values()) {
            // Who was in both arms says nothing about either.
            if (unit.earlierN > 0 && (unit.legacyN > 0) != (unit.candidateN > 0)) {
                double before = unit.earlier.value() / unit.earlierN;
                if (unit.legacyN > 0) {
                    legacy.add(new Point(unit.legacy.value() / unit.legacyN, before));
                } else {
                    candidate.add(new Point(unit.candidate.value() / unit.candidateN, before));
                }
            }
        }
        if (legacy.size() < least || candidate.size() < least) {
            return null;
        }
        Spread left = Spread.of(legacy);
        Spread right = Spread.of(candidate);
        double beforeSquares = left.beforeSquares + right.beforeSquares;
        double nowSquares = left.nowSquares + right.nowSquares;
        if (beforeSquares == 0 || nowSquares == 0) {
            return null;
        }
        double products = left.products + right.products;
        double theta = products / beforeSquares;
        double correlation = products / Math.sqrt(beforeSquares * nowSquares);
        double delta = right.now - left.now - theta * (right.before - left.before);
        return new Regression(
                (long) legacy.size() + candidate.size(),
                theta,
                correlation,
                delta,
                left.squaredError(theta) + right.squaredError(theta));
    }

    private @Nullable Unit unit(long key) {
        Unit unit = units.get(key);
        if (unit != null) {
            return unit;
        }
        if (units.size() >= capacity && key > units.lastKey()) {
            return null;
        }
        Unit fresh = new Unit();
        units.put(key, fresh);
        if (units.size() > capacity) {
            units.pollLastEntry();
        }
        return units.get(key);
    }

    /** Means of one arm, and squares and products about them. */
    private record Spread(int n, double now, double before, double nowSquares, double beforeSquares, double products) {
        static Spread of(List<Point> points) {
            double now = 0;
            double before = 0;
            for (Point point : points) {
                now += point.now;
                before += point.before;
            }
            now /= points.size();
            before /= points.size();
            double nowSquares = 0;
            double beforeSquares = 0;
            double products = 0;
            for (Point point : points) {
                nowSquares += (point.now - now) * (point.now - now);
                beforeSquares += (point.before - before) * (point.before - before);
                products += (point.now - now) * (point.before - before);
            }
            return new Spread(points.size(), now, before, nowSquares, beforeSquares, products);
        }

        double squaredError(double theta) {
            double squares = nowSquares - 2 * theta * products + theta * theta * beforeSquares;
            return Math.max(0, squares) / (n - 1) / n;
        }
    }
}
