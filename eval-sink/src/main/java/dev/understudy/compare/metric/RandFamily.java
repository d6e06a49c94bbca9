package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether two models put the same things together, whatever they call the groups. */
record RandFamily() implements SetFamily<RandFamily.TwoNames> {
    private static final List<About> METRICS = List.of(new About(
            "cluster_agreement",
            "",
            Metric.Direction.HIGHER,
            Metric.Purpose.LIKENESS,
            "How often two models put the same two things together or apart, beyond chance; names of groups do not matter.",
            "adjusted Rand index of legacy's groups and the other's",
            "Hubert and Arabie 1985; scikit-learn's adjusted_rand_score",
            Profile.CLUSTERING));

    /** What the two call the group of one thing. */
    record TwoNames(String legacy, String other) {}

    @Override
    public List<About> metrics() {
        return METRICS;
    }

    @Override
    public boolean isLikeness() {
        return true;
    }

    @Override
    public @Nullable TwoNames row(Subject subject, Observation observation) {
        Subject legacy = observation.legacy();
        return legacy != null
                        && legacy.answer() instanceof Answer.Cluster one
                        && subject.answer() instanceof Answer.Cluster other
                ? new TwoNames(one.label(), other.label())
                : null;
    }

    @Override
    public Both prepare(List<TwoNames> legacy, List<TwoNames> candidate) {
        return new Both(weights -> new double[] {Double.NaN}, scores(candidate));
    }

    private static Scores scores(List<TwoNames> rows) {
        int[] left = numbers(rows, TwoNames::legacy);
        int[] right = numbers(rows, TwoNames::other);
        int[] cells = new int[rows.size()];
        List<Long> known = new ArrayList<>(new TreeSet<>(keys(left, right)));
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Collections.binarySearch(known, key(left[i], right[i]));
        }
        return weights -> new double[] {adjusted(weights, left, right, cells)};
    }

    /** Of different rows alone: copies of one, as the bootstrap draws them, are no two things that were put together. */
    private static double adjusted(double[] weights, int[] left, int[] right, int[] cells) {
        double all = 0;
        double own = 0;
        for (double weight : weights) {
            all += weight;
            own += weight * weight;
        }
        double pairs = (all * all - own) / 2;
        double together = together(weights, cells, own);
        double ofLeft = together(weights, left, own);
        double ofRight = together(weights, right, own);
        if (together == ofLeft && together == ofRight) {
            return 1;
        }
        double expected = ofLeft * ofRight / pairs;
        return (together - expected) / ((ofLeft + ofRight) / 2 - expected);
    }

    /**
     * Pairs of the same group.
     *
     * @param own those of a row with itself, twice
     */
    private static double together(double[] weights, int[] groups, double own) {
        double[] sizes = new double[groups.length];
        for (int i = 0; i < groups.length; i++) {
            sizes[groups[i]] += weights[i];
        }
        double sum = 0;
        for (double size : sizes) {
            sum += size * size;
        }
        return (sum - own) / 2;
    }

    private static int[] numbers(List<TwoNames> rows, Function<TwoNames, String> name) {
        List<String> names =
                new ArrayList<>(new TreeSet<>(rows.stream().map(name).toList()));
        return rows.stream()
                .mapToInt(row -> Collections.binarySearch(names, name.apply(row)))
                .toArray();
    }

    private static List<Long> keys(int[] left, int[] right) {
        List<Long> keys = new ArrayList<>();
        for (int i = 0; i < left.length; i++) {
            keys.add(key(left[i], right[i]));
        }
        return keys;
    }

    private static long key(int left, int right) {
        return (long) left << 32 | right;
    }
}
