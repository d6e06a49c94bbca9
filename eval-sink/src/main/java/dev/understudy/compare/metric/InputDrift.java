package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.HashSample;
import dev.understudy.pair.Leg;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How the requests of the later half of the time differ from those of the earlier half. It says nothing about the models: it
 * says whether the requests that they were compared on are still those that come.
 */
final class InputDrift implements SetFigure {
    static final About PSI = new About(
            "input_drift_psi",
            "",
            Metric.Direction.NONE,
            Metric.Purpose.INFORMATION,
            "How the sizes of requests moved from the earlier half of the time to the later: below 0.1 hardly, above 0.25"
                    + " much.",
            "sum over 10 bins, deciles of the earlier half, of (b - a) ln(b / a); shares of at least 0.0001",
            "population stability index");

    static final About KS = new About(
            "input_drift_ks",
            "share",
            Metric.Direction.NONE,
            Metric.Purpose.INFORMATION,
            "The largest gap between the distributions of the sizes of earlier and of later requests.",
            "max |F_earlier - F_later|",
            "Kolmogorov and Smirnov's statistic");

    static final About JS = new About(
            "input_drift_js",
            "share",
            Metric.Direction.NONE,
            Metric.Purpose.INFORMATION,
            "How far apart the sizes of earlier and of later requests are spread, between 0 and 1.",
            "sqrt of the Jensen-Shannon divergence, base 2, over the bins of input_drift_psi",
            "Endres and Schindelin 2003");

    static final About GROWTH = new About(
            "prompt_growth",
            "ratio",
            Metric.Direction.NONE,
            Metric.Purpose.INFORMATION,
            "By what part requests grew from the earlier half of the time to the later, in tokens where they are known.",
            "mean of later / mean of earlier - 1",
            "this page");

    static final List<About> ALL = List.of(PSI, KS, JS, GROWTH);

    private static final int SAMPLE = 8192;
    private static final int LEAST = 100;
    private static final int BINS = 10;
    private static final double SHARE_LEAST = 1e-4;

    private final HashSample<Row> rows = new HashSample<>(SAMPLE);

    private record Row(Instant time, String id, double size, double tokens) {}

    @Override
    public void add(Observation observation) {
        var pair = observation.pair();
        Subject legacy = observation.legacy();
        Leg.Tokens tokens = legacy == null ? null : legacy.leg().tokens();
        rows.put(
                new HashSample.Key(observation.hash(), pair.id()),
                () -> new Row(
                        pair.time(),
                        pair.id(),
                        pair.request().body().length(),
                        tokens == null ? Double.NaN : tokens.input()));
    }

    @Override
    public void merge(SetFigure other) {
        rows.merge(((InputDrift) other).rows, (a, b) -> a);
    }

    @Override
    public List<Estimate> estimates(Precision precision) {
        List<Row> ordered = rows.values().stream()
                .sorted(Comparator.comparing(Row::time).thenComparing(Row::id))
                .toList();
        if (ordered.size() < LEAST
                || ordered.get(0).time().equals(ordered.get(ordered.size() - 1).time())) {
            return List.of();
        }
        List<Row> earlier = ordered.subList(0, ordered.size() / 2);
        List<Row> later = ordered.subList(ordered.size() / 2, ordered.size());
        double[] before = sizes(earlier);
        double[] after = sizes(later);
        double[] edges = edges(before);
        double[] a = shares(before, edges);
        double[] b = shares(after, edges);
        List<Estimate> estimates = new ArrayList<>();
        estimates.add(estimate(PSI, stability(a, b)));
        estimates.add(estimate(KS, gap(before, after)));
        estimates.add(estimate(JS, divergence(a, b)));
        double growth = mean(later) / mean(earlier) - 1;
        if (Double.isFinite(growth)) {
            estimates.add(estimate(GROWTH, growth));
        }
        return estimates;
    }

    private Estimate estimate(About about, double value) {
        return new Estimate(
                about.name(),
                about.unit(),
                about.better(),
                about.purpose(),
                rows.offered(),
                null,
                value,
                null,
                null,
                0,
                null);
    }

    private static double[] sizes(List<Row> rows) {
        return rows.stream().mapToDouble(Row::size).sorted().toArray();
    }

    /** In tokens where every request's are known, else in bytes. */
    private static double mean(List<Row> rows) {
        boolean known = rows.stream().noneMatch(row -> Double.isNaN(row.tokens()));
        return rows.stream()
                .mapToDouble(row -> known ? row.tokens() : row.size())
                .average()
                .orElse(Double.NaN);
    }

    /** The deciles within, each once. */
    static double[] edges(double[] sorted) {
        double[] edges = new double[BINS - 1];
        for (int i = 1; i < BINS; i++) {
            edges[i - 1] = sorted[(int) ((long) i * sorted.length / BINS)];
        }
        return Arrays.stream(edges).distinct().toArray();
    }

    static double[] shares(double[] values, double[] edges) {
        double[] shares = new double[edges.length + 1];
        for (double value : values) {
            int bin = 0;
            while (bin < edges.length && value >= edges[bin]) {
                bin++;
            }
            shares[bin] += 1.0 / values.length;
        }
        return shares;
    }

    static double stability(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double before = Math.max(SHARE_LEAST, a[i]);
            double after = Math.max(SHARE_LEAST, b[i]);
            sum += (after - before) * Math.log(after / before);
        }
        return sum;
    }

    static double divergence(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double middle = (a[i] + b[i]) / 2;
            sum += a[i] == 0 ? 0 : a[i] * Math.log(a[i] / middle) / 2;
            sum += b[i] == 0 ? 0 : b[i] * Math.log(b[i] / middle) / 2;
        }
        return Math.sqrt(Math.max(0, sum / Math.log(2)));
    }

    static double gap(double[] before, double[] after) {
        double gap = 0;
        int i = 0;
        int j = 0;
        while (i < before.length && j < after.length) {
            double value = Math.min(before[i], after[j]);
            while (i < before.length && before[i] == value) {
                i++;
            }
            while (j < after.length && after[j] == value) {
                j++;
            }
            gap = Math.max(gap, Math.abs((double) i / before.length - (double) j / after.length));
        }
        return gap;
    }
}
