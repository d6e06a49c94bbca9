package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.FlatPrior;
import dev.understudy.compare.statistics.Interval;
import org.jspecify.annotations.Nullable;

/**
 * What was found about one metric.
 *
 * @param n the pairs it rests on; without pairs, the requests of both arms together
 * @param legacy null for a figure of both outputs together, which stands in {@code candidate}
 * @param delta {@code candidate - legacy}
 * @param noise the same figure between legacy and its own second answer: of a difference the difference
 * @param noiseN the pairs that rests on
 * @param inference null when there are too few
 * @param detail what else was computed
 * @param basis independent numbers that its error is known from, of two arms those of the one with fewer; of rates all, since
 *     their error is never taken for less than what one deviant would make it
 */
public record Estimate(
        String name,
        String unit,
        Metric.Direction better,
        Metric.Purpose purpose,
        long n,
        @Nullable Double legacy,
        double candidate,
        @Nullable Double delta,
        @Nullable Double noise,
        long noiseN,
        @Nullable Inference inference,
        Detail detail,
        long basis) {

    /** One of independent numbers. */
    public Estimate(
            String name,
            String unit,
            Metric.Direction better,
            Metric.Purpose purpose,
            long n,
            @Nullable Double legacy,
            double candidate,
            @Nullable Double delta,
            @Nullable Double noise,
            long noiseN,
            @Nullable Inference inference,
            Detail detail) {
        this(name, unit, better, purpose, n, legacy, candidate, delta, noise, noiseN, inference, detail, n);
    }

    /**
     * How likely the candidate's true figure is the better one, by who thought every difference as likely before; null where
     * neither side is better or no error is known. For one look, and no verdict rests on it.
     */
    public @Nullable Double chanceToWin() {
        FlatPrior belief = belief();
        if (belief == null) {
            return null;
        }
        return switch (better) {
            case HIGHER -> belief.chanceAbove();
            case LOWER -> 1 - belief.chanceAbove();
            case NONE -> null;
        };
    }

    /** What is believed of the difference without a prior opinion; null where no error is known, or there is no difference. */
    public @Nullable FlatPrior belief() {
        Detail.Spread spread = detail.spread();
        return spread == null || delta == null || spread.n() < 2
                ? null
                : new FlatPrior(spread.mean(), Math.sqrt(spread.variance() / spread.n()));
    }

    /**
     * What can be said beyond the sample.
     *
     * @param interval of the delta, or of the figure itself where there is none
     * @param method how it was made
     * @param p of "there is no difference"; null where the method has none
     * @param test which test said so
     * @param fixed the narrower interval for one look at a size fixed beforehand
     * @param detectable the smallest difference that so many would most likely show (80 %)
     */
    public record Inference(
            Interval interval,
            double confidence,
            String method,
            @Nullable Double p,
            @Nullable String test,
            @Nullable Interval fixed,
            @Nullable Double detectable) {}
}
