package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.HashSample;
import dev.understudy.compare.statistics.NaturalOrder;
import dev.understudy.compare.statistics.Replicates;
import dev.understudy.compare.statistics.Resampling;
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
 * the sample comes from resampling ({@link Resampling}) in the natural order of the ids, with pairs and clusters kept
 * together, and rows weighing as much as they stand for.
 *
 * @param <R> what is kept of one leg of one pair
 */
final class SampledFigure<R> implements SetFigure {
    /** Pairs, or requests of one arm. */
    static final int SAMPLE = 8192;

    private static final int LEAST = 20;

    private final SetFamily<R> family;
    private final Design design;
    private final HashSample<Row<R>> legacy;
    private final HashSample<Row<R>> candidate;

    /** The legs of one request; without pairs only the assigned one's, as {@code candidate}. */
    private record Row<R>(
            String id,
            long time,
            double weight,
            long cluster,
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
        List<R> ofLegacy = likeness ? List.of() : rows(left, paired ? Row::legacy : Row::candidate);
        List<R> ofCandidate = rows(right, Row::candidate);
        SetFamily.Both both = family.prepare(ofLegacy, ofCandidate);
        String what = what(family.remark(ofLegacy, ofCandidate));
        double[] leftWeights = weights(left);
        double[] rightWeights = paired ? leftWeights : weights(right);
        double[] before = likeness ? new double[0] : both.legacy().of(leftWeights);
        double[] after = both.candidate().of(rightWeights);
        boolean isWeighted = !isEven(leftWeights) || !isEven(rightWeights);
        double[] unweightedBefore =
                likeness || !isWeighted ? before : both.legacy().of(even(left.size()));
        double[] unweightedAfter = isWeighted ? both.candidate().of(even(right.size())) : after;
        Resampling leftRows = resampling(left);
        Resampling rightRows = paired ? leftRows : resampling(right);
        Replicates[] replicates = left.size() < LEAST || right.size() < LEAST
                ? new Replicates[0]
                : replicates(both, new Drawn(leftRows, leftWeights), new Drawn(rightRows, rightWeights), precision);
        List<DrawnCourse> courses = courses(left, right, precision);
        List<Row<R>> twins = right.stream().filter(row -> row.noise() != null).toList();
        double[] noise = noise(twins);
        List<Estimate> estimates = new ArrayList<>();
        for (int m = 0; m < after.length; m++) {
            if (!Double.isFinite(after[m]) || (!likeness && !Double.isFinite(before[m]))) {
                continue;
            }
            About about = family.metrics().get(m);
            Double own = likeness ? null : (Double) before[m];
            DrawnFigure drawn = replicates.length == 0
                    ? null
                    : new DrawnFigure(
                            about, design, replicates[m], left.size(), right.size(), moves(replicates[m], likeness));
            DrawnCourse course = courses.get(m);
            course.add(drawn, Math.max(last(left), last(right)), own, after[m], precision);
            Detail.Weighting weighting = isWeighted
                    ? new Detail.Weighting(
                            effective(leftWeights),
                            effective(rightWeights),
                            likeness ? unweightedAfter[m] : unweightedAfter[m] - unweightedBefore[m])
                    : null;
            estimates.add(new Estimate(
                    about.name(),
                    about.unit(),
                    about.better(),
                    about.purpose(),
                    paired ? candidate.offered() : legacy.offered() + candidate.offered(),
                    own,
                    after[m],
                    likeness ? null : after[m] - before[m],
                    noise.length == 0 || !Double.isFinite(noise[m]) ? null : noise[m],
                    twins.size(),
                    drawn == null ? null : drawn.inference(own, after[m], what, !likeness, precision),
                    drawn == null
                            ? Detail.NONE
                            : drawn.detail(
                                    own,
                                    after[m],
                                    paired ? rightRows.independent() : leftRows.independent() + rightRows.independent(),
                                    weighting,
                                    course.looks(),
                                    precision),
                    Math.min(leftRows.independent(), rightRows.independent())));
        }
        return estimates;
    }

    /**
     * One for each metric, of what was on the way. Each look prepares its rows anew: the middle of the times and the
     * classes that there are come of the rows until then.
     */
    private List<DrawnCourse> courses(List<Row<R>> left, List<Row<R>> right, Precision precision) {
        List<DrawnCourse> courses =
                family.metrics().stream().map(metric -> new DrawnCourse()).toList();
        boolean paired = design == Design.PAIRED;
        boolean likeness = family.isLikeness();
        for (long end : DrawnCourse.ends(paired ? new long[0] : times(left), times(right))) {
            List<Row<R>> rightThen = until(right, end);
            List<Row<R>> leftThen = paired ? rightThen : until(left, end);
            if (rightThen.size() < LEAST || leftThen.size() < LEAST) {
                continue;
            }
            SetFamily.Both both = family.prepare(
                    likeness ? List.of() : rows(leftThen, paired ? Row::legacy : Row::candidate),
                    rows(rightThen, Row::candidate));
            Drawn ofCandidate = new Drawn(resampling(rightThen), weights(rightThen));
            Drawn ofLegacy = paired ? ofCandidate : new Drawn(resampling(leftThen), weights(leftThen));
            double[] after = both.candidate().of(ofCandidate.weights());
            double[] before = likeness ? new double[0] : both.legacy().of(ofLegacy.weights());
            Replicates[] replicates = replicates(both, ofLegacy, ofCandidate, precision.ofLooks());
            for (int m = 0; m < after.length; m++) {
                DrawnFigure drawn = new DrawnFigure(
                        family.metrics().get(m),
                        design,
                        replicates[m],
                        leftThen.size(),
                        rightThen.size(),
                        moves(replicates[m], likeness));
                if (Double.isFinite(after[m]) && (likeness || Double.isFinite(before[m]))) {
                    courses.get(m).add(drawn, end, likeness ? null : (Double) before[m], after[m], precision);
                }
            }
        }
        return courses;
    }

    private static <R> List<Row<R>> until(List<Row<R>> rows, long end) {
        return rows.stream().filter(row -> row.time() <= end).toList();
    }

    private static <R> long[] times(List<Row<R>> rows) {
        return rows.stream().mapToLong(Row::time).toArray();
    }

    private static <R> long last(List<Row<R>> rows) {
        return rows.stream().mapToLong(Row::time).max().orElse(0);
    }

    /** One that no replicate changes says nothing of how sure it is: too few of the rows decide it. */
    private static boolean moves(Replicates replicates, boolean likeness) {
        return replicates.candidateError() > 0 && (likeness || replicates.legacyError() > 0);
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
        double weight = design == Design.PAIRED ? observation.pairWeight() : observation.armWeight();
        Long cluster = observation.cluster();
        sample.put(
                new HashSample.Key(observation.hash(), id),
                new Row<>(
                        id,
                        observation.pair().time().toEpochMilli(),
                        weight,
                        cluster == null ? observation.hash() : cluster,
                        first,
                        second,
                        third),
                (a, b) -> a);
    }

    /**
     * Rows of one side as they are drawn.
     *
     * @param weights what each stands for
     */
    @SuppressWarnings("ArrayRecordComponent") // lives within one estimate
    private record Drawn(Resampling rows, double[] weights) {
        double[] next() {
            double[] drawn = new double[weights.length];
            int[] counts = rows.counts();
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = counts[i] * weights[i];
            }
            return drawn;
        }
    }

    /** Of each metric the figures of every replicate; of a likeness legacy's are 0. */
    private Replicates[] replicates(SetFamily.Both both, Drawn left, Drawn right, Precision precision) {
        SplittableRandom random = new SplittableRandom(precision.bootstrap().seed());
        int count = precision.bootstrap().replicates();
        int metrics = family.metrics().size();
        double[][] before = new double[metrics][count];
        double[][] after = new double[metrics][count];
        for (int replicate = 0; replicate < count; replicate++) {
            left.rows().draw(random);
            if (right.rows() != left.rows()) {
                right.rows().draw(random);
            }
            double[] weights = right.next();
            double[] ofCandidate = both.candidate().of(weights);
            double[] ofLegacy = family.isLikeness()
                    ? new double[metrics]
                    : both.legacy().of(right.rows() == left.rows() ? weights : left.next());
            for (int m = 0; m < metrics; m++) {
                before[m][replicate] = ofLegacy[m];
                after[m][replicate] = ofCandidate[m];
            }
        }
        Replicates[] all = new Replicates[metrics];
        Arrays.setAll(all, m -> new Replicates(before[m], after[m]));
        return all;
    }

    private double[] noise(List<Row<R>> twins) {
        if (twins.isEmpty()) {
            return new double[0];
        }
        double[] weights = weights(twins);
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

    /** What it is; says when it is of a sample. */
    private String what(String remark) {
        long rows = design == Design.PAIRED ? candidate.offered() : legacy.offered() + candidate.offered();
        int kept = candidate.values().size()
                + (design == Design.PAIRED ? 0 : legacy.values().size());
        return "figure" + (kept < rows ? " on a sample of " + kept + " by hash" : "") + remark;
    }

    private static <R> Resampling resampling(List<Row<R>> rows) {
        return new Resampling(rows.size(), rows.stream().mapToLong(Row::cluster).toArray());
    }

    /** Normed, so that they are 1 on average; each exactly 1 where all had the same chance. */
    private static <R> double[] weights(List<Row<R>> rows) {
        double[] weights = rows.stream().mapToDouble(Row::weight).toArray();
        if (Arrays.stream(weights).allMatch(weight -> weight == weights[0])) {
            return even(weights.length);
        }
        double mean = Arrays.stream(weights).sum() / weights.length;
        return Arrays.stream(weights).map(weight -> weight / mean).toArray();
    }

    private static boolean isEven(double[] weights) {
        return Arrays.stream(weights).allMatch(weight -> weight == 1);
    }

    /** How many rows of one weight would say as much (Kish). */
    private static double effective(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        return sum * sum / Arrays.stream(weights).map(weight -> weight * weight).sum();
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

    private static double[] even(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
