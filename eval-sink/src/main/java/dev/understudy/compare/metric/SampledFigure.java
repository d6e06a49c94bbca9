package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.HashSample;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.NaturalOrder;
import dev.understudy.compare.statistics.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the figures of a {@link SetFamily}: exact while all rows fit, of a uniform sample beyond. What can be said beyond
 * the sample comes from resampling, with pairs kept together; a replicate draws {@code floor(nextDouble() * n)} in the natural
 * order of the ids.
 *
 * @param <R> what is kept of one leg of one pair
 */
final class SampledFigure<R> implements SetFigure {
    /** Pairs, or requests of one arm. */
    static final int SAMPLE = 8192;

    private static final int LEAST = 20;
    /** Resampled figures that may be undefined, such as an AUC of one class. */
    private static final double UNDEFINED_MAX = 0.05;

    private final SetFamily<R> family;
    private final Design design;
    private final HashSample<Row<R>> legacy;
    private final HashSample<Row<R>> candidate;

    /** The legs of one request; without pairs only the assigned one's, as {@code candidate}. */
    private record Row<R>(
            String id,
            @Nullable R legacy,
            R candidate,
            @Nullable R noise) {}

    SampledFigure(SetFamily<R> family, Design design) {
        this.family = family;
        this.design = design;
        legacy = new HashSample<>(family.sample());
        candidate = new HashSample<>(family.sample());
    }

    @Override
    public void add(Observation observation) {
        switch (design) {
            case PAIRED -> addPair(observation);
            case UNPAIRED -> addAssigned(observation);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // parts of one comparison are made alike
    public void merge(SetFigure other) {
        SampledFigure<R> part = (SampledFigure<R>) other;
        legacy.merge(part.legacy, (a, b) -> a);
        candidate.merge(part.candidate, (a, b) -> a);
    }

    @Override
    public List<Estimate> estimates(Precision precision) {
        boolean paired = design == Design.PAIRED;
        List<Row<R>> right = sorted(candidate);
        List<Row<R>> left = paired ? right : sorted(legacy);
        if (right.isEmpty() || left.isEmpty()) {
            return List.of();
        }
        boolean likeness = family.isLikeness();
        SetFamily.Both both = family.prepare(
                likeness ? List.of() : rows(left, paired ? Row::legacy : Row::candidate), rows(right, Row::candidate));
        double[] before = likeness ? new double[0] : both.legacy().of(ones(left.size()));
        double[] after = both.candidate().of(ones(right.size()));
        double[][] replicates = left.size() < LEAST || right.size() < LEAST
                ? new double[0][]
                : replicates(both, left.size(), right.size(), precision);
        List<Row<R>> twins = right.stream().filter(row -> row.noise() != null).toList();
        double[] noise = noise(twins);
        List<Estimate> estimates = new ArrayList<>();
        for (int m = 0; m < after.length; m++) {
            if (Double.isNaN(after[m]) || (!likeness && Double.isNaN(before[m]))) {
                continue;
            }
            About about = family.metrics().get(m);
            estimates.add(new Estimate(
                    about.name(),
                    about.unit(),
                    about.better(),
                    about.purpose(),
                    paired ? candidate.offered() : legacy.offered() + candidate.offered(),
                    likeness ? null : before[m],
                    after[m],
                    likeness ? null : after[m] - before[m],
                    noise.length == 0 || Double.isNaN(noise[m]) ? null : noise[m],
                    twins.size(),
                    replicates.length == 0 ? null : inference(replicates[m], precision)));
        }
        return estimates;
    }

    @Override
    public Optional<Classes> classes() {
        boolean paired = design == Design.PAIRED;
        List<Row<R>> right = sorted(candidate);
        List<Row<R>> left = paired ? right : sorted(legacy);
        return family.isLikeness()
                ? Optional.empty()
                : family.classes(rows(left, paired ? Row::legacy : Row::candidate), rows(right, Row::candidate));
    }

    private void addPair(Observation observation) {
        Subject left = observation.legacy();
        Subject right = observation.candidate();
        if (left == null || right == null) {
            return;
        }
        R first = family.isLikeness() ? null : family.row(left, observation);
        R second = family.row(right, observation);
        if (second != null && (first != null || family.isLikeness())) {
            Subject twin = observation.noise();
            add(candidate, observation, first, second, twin == null ? null : family.row(twin, observation));
        }
    }

    private void addAssigned(Observation observation) {
        Subject subject = observation.assignedSubject();
        R row = subject == null || family.isLikeness() || !observation.hadChoice()
                ? null
                : family.row(subject, observation);
        if (row != null) {
            add(observation.assigned() == Observation.Arm.LEGACY ? legacy : candidate, observation, null, row, null);
        }
    }

    private void add(
            HashSample<Row<R>> sample, Observation observation, @Nullable R first, R second, @Nullable R third) {
        String id = observation.pair().id();
        sample.put(new HashSample.Key(observation.hash(), id), new Row<>(id, first, second, third), (a, b) -> a);
    }

    /** Of each metric the differences, or the figures themselves, of every replicate. */
    private double[][] replicates(SetFamily.Both both, int left, int right, Precision precision) {
        SplittableRandom random = new SplittableRandom(precision.bootstrap().seed());
        int count = precision.bootstrap().replicates();
        double[][] found = new double[family.metrics().size()][count];
        int[] leftWeights = new int[left];
        int[] rightWeights = design == Design.PAIRED ? leftWeights : new int[right];
        for (int replicate = 0; replicate < count; replicate++) {
            draw(random, leftWeights);
            if (design == Design.UNPAIRED) {
                draw(random, rightWeights);
            }
            double[] after = both.candidate().of(rightWeights);
            double[] before = family.isLikeness()
                    ? new double[after.length]
                    : both.legacy().of(leftWeights);
            for (int m = 0; m < after.length; m++) {
                found[m][replicate] = after[m] - before[m];
            }
        }
        return found;
    }

    private static void draw(SplittableRandom random, int[] weights) {
        Arrays.fill(weights, 0);
        for (int i = 0; i < weights.length; i++) {
            weights[(int) (random.nextDouble() * weights.length)]++;
        }
    }

    private double[] noise(List<Row<R>> twins) {
        if (twins.isEmpty()) {
            return new double[0];
        }
        int[] weights = ones(twins.size());
        if (family.isLikeness()) {
            return family.prepare(List.of(), rows(twins, Row::noise))
                    .candidate()
                    .of(weights);
        }
        SetFamily.Both both = family.prepare(rows(twins, Row::legacy), rows(twins, Row::noise));
        double[] before = both.legacy().of(weights);
        double[] after = both.candidate().of(weights);
        for (int m = 0; m < after.length; m++) {
            after[m] -= before[m];
        }
        return after;
    }

    private Estimate.@Nullable Inference inference(double[] replicates, Precision precision) {
        double[] defined =
                Arrays.stream(replicates).filter(Double::isFinite).sorted().toArray();
        if (defined.length < replicates.length * (1 - UNDEFINED_MAX)) {
            return null;
        }
        long low = Arrays.stream(defined).filter(value -> value <= 0).count();
        long high = Arrays.stream(defined).filter(value -> value >= 0).count();
        double p = Math.min(1, 2.0 * (1 + Math.min(low, high)) / (defined.length + 1));
        return new Estimate.Inference(
                interval(defined, precision.quantileConfidence()),
                precision.quantileConfidence(),
                method(),
                family.isLikeness() ? null : p,
                family.isLikeness() ? null : "bootstrap",
                interval(defined, precision.confidence()),
                null);
    }

    /** Says when the figure is of a sample. */
    private String method() {
        long rows = design == Design.PAIRED ? candidate.offered() : legacy.offered() + candidate.offered();
        int kept = candidate.values().size()
                + (design == Design.PAIRED ? 0 : legacy.values().size());
        return "bootstrap of the figure" + (kept < rows ? ", on a sample of " + kept + " by hash" : "");
    }

    private static Interval interval(double[] sorted, double confidence) {
        return new Interval(Quantiles.of(sorted, (1 - confidence) / 2), Quantiles.of(sorted, (1 + confidence) / 2));
    }

    private static <R> List<Row<R>> sorted(HashSample<Row<R>> sample) {
        return sample.values().stream()
                .sorted(Comparator.comparing(Row::id, NaturalOrder.OF_IDS))
                .toList();
    }

    private static <R> List<R> rows(List<Row<R>> rows, Function<Row<R>, @Nullable R> side) {
        List<R> found = new ArrayList<>();
        for (Row<R> row : rows) {
            found.add(Objects.requireNonNull(side.apply(row)));
        }
        return found;
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
