package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.SignTest;
import dev.understudy.compare.statistics.TimeBuckets;
import dev.understudy.compare.statistics.WeightedMoments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers a figure by time, so that a report shows what it would have said on the way. */
final class Course {
    /** As many as the report draws. */
    static final int LOOKS = 20;

    /** Fewer groups than for the whole: there are many stretches. */
    private static final int GROUPS = 32;

    private final Design design;
    private final boolean withinOne;
    private final TimeBuckets<Stretch> stretches = new TimeBuckets<>(Stretch::new, (into, from) -> into.merge(from));

    /** One part of a figure: differences, or the two arms that are subtracted. */
    static final class Stretch {
        private final WeightedMoments base = new WeightedMoments(GROUPS);
        private final WeightedMoments figure = new WeightedMoments(GROUPS);
        private long gains;
        private long losses;

        void merge(Stretch other) {
            gains += other.gains;
            losses += other.losses;
            base.merge(other.base);
            figure.merge(other.figure);
        }
    }

    /** @param withinOne whether the figure is a share */
    Course(Design design, boolean withinOne) {
        this.design = design;
        this.withinOne = withinOne;
    }

    /** A difference, or what stands in the candidate's arm. */
    void add(Instant time, double value, double weight, @Nullable Long cluster) {
        Stretch stretch = stretches.at(time.toEpochMilli());
        stretch.figure.add(value, weight, cluster);
        stretch.gains += value > 0 ? 1 : 0;
        stretch.losses += value < 0 ? 1 : 0;
    }

    /** Of differences: the smallest that the sign test for every look has been at the end of any stretch. */
    double leastSignP() {
        double least = 1;
        long gains = 0;
        long losses = 0;
        for (Stretch stretch : stretches.byEnd().values()) {
            gains += stretch.gains;
            losses += stretch.losses;
            least = Math.min(least, SignTest.alwaysValidP(gains, losses));
        }
        return least;
    }

    /** What stands in legacy's arm. */
    void addBase(Instant time, double value, double weight, @Nullable Long cluster) {
        stretches.at(time.toEpochMilli()).base.add(value, weight, cluster);
    }

    void merge(Course other) {
        stretches.merge(other.stretches);
    }

    /** At most {@value #LOOKS}, after about equally many pairs each; none where all came at once. */
    List<Detail.Look> looks(Precision precision) {
        Map<Long, Stretch> byEnd = stretches.byEnd();
        long all = byEnd.values().stream()
                .mapToLong(stretch -> stretch.base.n() + stretch.figure.n())
                .sum();
        List<Detail.Look> looks = new ArrayList<>();
        Stretch sum = new Stretch();
        double least = 1;
        long next = 1;
        for (Map.Entry<Long, Stretch> entry : byEnd.entrySet()) {
            sum.merge(entry.getValue());
            long n = sum.base.n() + sum.figure.n();
            if (n * LOOKS >= next * all) {
                Detail.Look look = look(entry.getKey(), sum, n, least, precision);
                if (look != null) {
                    looks.add(look);
                    least = look.p() == null ? least : look.p();
                }
                next = n * LOOKS / all + 1;
            }
        }
        return byEnd.size() < 2 ? List.of() : looks;
    }

    private Detail.@Nullable Look look(long until, Stretch sum, long n, double least, Precision precision) {
        boolean subtracts = design == Design.UNPAIRED;
        double delta = subtracts ? sum.figure.mean() - sum.base.mean() : sum.figure.mean();
        if (!Double.isFinite(delta)) {
            return null;
        }
        double variance = subtracts
                ? (variance(sum.figure) / sum.figure.n() + variance(sum.base) / sum.base.n()) * n
                : variance(sum.figure);
        Interval interval = Double.isNaN(variance) ? null : precision.sequence().interval(delta, variance, n);
        Double p = Double.isNaN(variance)
                ? null
                : (Double) Math.min(least, precision.sequence().p(delta, variance, n));
        return new Detail.Look(Instant.ofEpochMilli(until), n, delta, interval, p);
    }

    private double variance(WeightedMoments moments) {
        return Variances.of(moments, withinOne);
    }
}
