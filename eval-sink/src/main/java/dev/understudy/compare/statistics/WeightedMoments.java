package dev.understudy.compare.statistics;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Moments of numbers that did not all have the same chance to be here: each counts as often as its chance says (Horvitz
 * and Thompson's weights, normed as Hájek does). Numbers of one weight are gathered together, so that with one weight
 * alone this is {@link Moments}, to the digit.
 */
public final class WeightedMoments implements Sample {
    /** Weights that are told apart; with more, they are rounded to sixteenths of an octave. */
    static final int WEIGHTS_MAX = 128;

    private static final double PARTS_OF_OCTAVE = 16;
    private static final double FINEST = 1e6;

    private final int groups;
    private final TreeMap<Double, Moments> strata = new TreeMap<>();
    private boolean coarse;
    private double lastWeight = Double.NaN;
    private @Nullable Moments last;

    public WeightedMoments(int groups) {
        this.groups = groups;
    }

    /**
     * @param weight how many the number stands for; what is not above 0 and finite counts as 1
     * @param cluster whose numbers belong together; null when each stands alone
     */
    public void add(double value, double weight, @Nullable Long cluster) {
        Moments stratum = last;
        if (stratum == null || weight != lastWeight) {
            stratum = stratum(key(weight));
            lastWeight = weight;
            last = stratum;
        }
        if (cluster == null) {
            stratum.add(value);
        } else {
            stratum.add(value, cluster);
        }
    }

    public void merge(WeightedMoments other) {
        coarse |= other.coarse;
        last = null;
        other.strata.forEach((weight, moments) -> stratum(key(weight)).merge(moments));
        if (coarse) {
            coarsen();
        }
    }

    /** Whether numbers of different weights are here. */
    public boolean weighted() {
        return strata.size() > 1;
    }

    @Override
    public long n() {
        return strata.values().stream().mapToLong(Moments::n).sum();
    }

    /** Of the numbers as they are, unweighted. */
    public double sum() {
        return strata.values().stream().mapToDouble(Moments::sum).sum();
    }

    @Override
    public double mean() {
        if (strata.size() <= 1) {
            return strata.isEmpty()
                    ? Double.NaN
                    : strata.firstEntry().getValue().mean();
        }
        double sum = 0;
        for (Map.Entry<Double, Moments> stratum : strata.entrySet()) {
            sum += stratum.getKey() * stratum.getValue().sum();
        }
        return sum / weight();
    }

    @Override
    public double variance() {
        if (strata.size() <= 1) {
            return strata.isEmpty()
                    ? Double.NaN
                    : strata.firstEntry().getValue().variance();
        }
        double mean = mean();
        double squares = clustered() ? clusteredSquares(mean) : plainSquares(mean);
        double weight = weight();
        return squares / (weight * weight) * n();
    }

    @Override
    public long independent() {
        if (strata.size() <= 1) {
            return strata.isEmpty() ? 0 : strata.firstEntry().getValue().independent();
        }
        if (!clustered()) {
            return n();
        }
        double mean = mean();
        long groups = clusters() - alone();
        return alone() == 0
                ? groups
                : Moments.independent(groups, groupSquares(mean), alone(), aloneSquares(mean), n());
    }

    /** How many numbers of one weight would say as much (Kish). */
    public double effective() {
        double squares = 0;
        for (Map.Entry<Double, Moments> stratum : strata.entrySet()) {
            squares += stratum.getKey() * stratum.getKey() * stratum.getValue().n();
        }
        double weight = weight();
        return squares == 0 ? 0 : weight * weight / squares;
    }

    /** By drawing whole groups of units; null with fewer than two, or where some numbers have no unit. */
    public MeanBootstrap.@Nullable Result clusteredBootstrap(MeanBootstrap bootstrap, double confidence) {
        if (strata.size() != 1 || clusters() < 2 || alone() > 0) {
            return null;
        }
        return strata.firstEntry().getValue().clusteredBootstrap(bootstrap, confidence);
    }

    private double weight() {
        double weight = 0;
        for (Map.Entry<Double, Moments> stratum : strata.entrySet()) {
            weight += stratum.getKey() * stratum.getValue().n();
        }
        return weight;
    }

    /** The sum of squared weighted distances from the mean. */
    private double plainSquares(double mean) {
        double squares = 0;
        long n = n();
        if (n < 2) {
            return Double.NaN;
        }
        for (Map.Entry<Double, Moments> stratum : strata.entrySet()) {
            Moments moments = stratum.getValue();
            double distance = moments.mean() - mean;
            double inside = moments.n() < 2 ? 0 : moments.variance() * (moments.n() - 1);
            squares += stratum.getKey() * stratum.getKey() * (inside + moments.n() * distance * distance);
        }
        return squares * n / (n - 1.0);
    }

    private double clusteredSquares(double mean) {
        long count = clusters();
        if (count < 2) {
            return Double.NaN;
        }
        return (groupSquares(mean) + aloneSquares(mean)) * count / (count - 1.0);
    }

    private double groupSquares(double mean) {
        double[] residuals = new double[groups];
        strata.forEach((weight, moments) -> moments.addResiduals(residuals, weight, mean));
        double squares = 0;
        for (double residual : residuals) {
            squares += residual * residual;
        }
        return squares;
    }

    private double aloneSquares(double mean) {
        double squares = 0;
        for (Map.Entry<Double, Moments> stratum : strata.entrySet()) {
            squares += stratum.getKey() * stratum.getKey() * stratum.getValue().aloneSquares(mean);
        }
        return squares;
    }

    private long alone() {
        return strata.values().stream().mapToLong(Moments::alone).sum();
    }

    private boolean clustered() {
        return strata.values().stream().anyMatch(Moments::clustered);
    }

    /** Groups of units, and numbers that stand alone. */
    private long clusters() {
        boolean[] seen = new boolean[groups];
        strata.values().forEach(moments -> moments.markGroups(seen));
        long count = alone();
        for (boolean one : seen) {
            count += one ? 1 : 0;
        }
        return count;
    }

    private Moments stratum(double key) {
        Moments stratum = strata.get(key);
        if (stratum == null) {
            stratum = new Moments(groups);
            strata.put(key, stratum);
            if (strata.size() > WEIGHTS_MAX && !coarse) {
                coarsen();
                return stratum(key(key));
            }
        }
        return stratum;
    }

    private void coarsen() {
        coarse = true;
        TreeMap<Double, Moments> fine = new TreeMap<>(strata);
        strata.clear();
        last = null;
        fine.forEach((weight, moments) ->
                strata.computeIfAbsent(key(weight), key -> new Moments(groups)).merge(moments));
    }

    private double key(double weight) {
        double positive = weight > 0 && Double.isFinite(weight) ? weight : 1;
        double unit = Math.pow(10, Math.floor(Math.log10(positive)));
        double fine = Math.rint(positive / unit * FINEST) / FINEST * unit;
        if (!coarse) {
            return fine;
        }
        // Of the fine one, so that it does not matter when a thread began to be coarse.
        double octaves = Math.log(fine) / Math.log(2);
        return Math.pow(2, Math.rint(octaves * PARTS_OF_OCTAVE) / PARTS_OF_OCTAVE);
    }
}
