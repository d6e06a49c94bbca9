package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.HashSample;
import dev.understudy.pair.Body;
import dev.understudy.pair.Leg;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/**
 * How what came in the later half of the time differs from what came in the earlier half, by its size: requests, or legacy's
 * answers to them. It says nothing about the candidate: it says whether what the models were compared on is still what comes.
 */
final class Drift implements SetFigure {
    /** What moved. */
    @SuppressWarnings("ImmutableEnumChecker") // a record of words
    enum Of {
        REQUESTS("input_drift", "requests"),
        ANSWERS("output_drift", "legacy's answers");

        private final About psi;
        private final About ks;
        private final About js;

        Of(String name, String what) {
            psi = about(
                    name + "_psi",
                    "",
                    "How the sizes of " + what
                            + " moved from the earlier half of the time to the later: below 0.1 hardly,"
                            + " above 0.25 much.",
                    "sum over 10 bins, deciles of the earlier half, of (b - a) ln(b / a); shares of at least 0.0001; a size that is"
                            + " several deciles is a bin of its own",
                    "population stability index");
            ks = about(
                    name + "_ks",
                    "share",
                    "The largest gap between how the sizes of " + what + " were distributed earlier and later.",
                    "max |F_earlier - F_later|",
                    "Kolmogorov and Smirnov's statistic");
            js = about(
                    name + "_js",
                    "share",
                    "How far apart the sizes of " + what + " were spread earlier and later, between 0 and 1.",
                    "sqrt of the Jensen-Shannon divergence, base 2, over the bins of " + name + "_psi",
                    "Endres and Schindelin 2003");
        }
    }

    private static final About GROWTH = about(
            "prompt_growth",
            "ratio",
            "By what part requests grew from the earlier half of the time to the later, in tokens where they are known.",
            "mean of later / mean of earlier - 1",
            "this page");

    static final List<About> ALL = List.of(
            Of.REQUESTS.psi, Of.REQUESTS.ks, Of.REQUESTS.js, GROWTH, Of.ANSWERS.psi, Of.ANSWERS.ks, Of.ANSWERS.js);

    private static final int SAMPLE = 8192;
    private static final int LEAST = 100;
    private static final int BINS = 10;
    private static final double SHARE_LEAST = 1e-4;

    private final Of of;
    private final HashSample<Row> rows = new HashSample<>(SAMPLE);

    private record Row(Instant time, String id, double size, double tokens) {}

    Drift(Of of) {
        this.of = of;
    }

    @Override
    public void add(Observation observation) {
        var pair = observation.pair();
        Subject legacy = observation.legacy();
        Body body = switch (of) {
            case REQUESTS -> pair.request().body();
            case ANSWERS ->
                legacy == null || !legacy.answered() ? null : legacy.leg().body();
        };
        if (body == null) {
            return;
        }
        Leg.Tokens tokens = legacy == null ? null : legacy.leg().tokens();
        rows.put(
                new HashSample.Key(observation.hash(), pair.id()),
                () -> new Row(pair.time(), pair.id(), body.length(), tokens == null ? Double.NaN : tokens.input()));
    }

    @Override
    public void merge(SetFigure other) {
        rows.merge(((Drift) other).rows, (a, b) -> a);
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
        estimates.add(estimate(of.psi, stability(a, b)));
        estimates.add(estimate(of.ks, gap(before, after)));
        estimates.add(estimate(of.js, divergence(a, b)));
        double growth = mean(later) / mean(earlier) - 1;
        if (of == Of.REQUESTS && Double.isFinite(growth)) {
            estimates.add(estimate(GROWTH, growth));
        }
        return estimates;
    }

    private static About about(String name, String unit, String means, String formula, String source) {
        return new About(name, unit, Metric.Direction.NONE, Metric.Purpose.INFORMATION, means, formula, source);
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
                null,
                Detail.NONE);
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

    /** The deciles within, each once; what is several of them has an edge on its other side too, and so a bin of its own. */
    static double[] edges(double[] sorted) {
        double[] edges = new double[BINS - 1];
        for (int i = 1; i < BINS; i++) {
            double decile = sorted[(int) ((long) i * sorted.length / BINS)];
            edges[i - 1] = i > 1 && decile <= edges[i - 2] ? Math.nextUp(decile) : decile;
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
        return KolmogorovSmirnovTest.withDefaults().statistic(before, after);
    }
}
