package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.MannWhitney;
import dev.understudy.compare.statistics.MeanBootstrap;
import dev.understudy.compare.statistics.Wilcoxon;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything else that was computed about an estimate: what rules, tables and plots need beyond its interval.
 *
 * @param looks the estimate as it would have been read on the way, in order of time
 */
public record Detail(Errors errors, Tests tests, Beside beside, List<Look> looks) {
    public static final Detail NONE = new Detail(Errors.NONE, Tests.NONE, Beside.NONE, List.of());

    public Detail {
        looks = List.copyOf(looks);
    }

    /**
     * How far the figure errs, so that intervals of any confidence and against any limit can be made.
     *
     * @param spread of the difference; null for what has no always-valid interval
     * @param level the same of the candidate's own figure
     * @param joint both figures with their errors, for limits that are parts of legacy's
     * @param independent how many independent numbers the figure rests on
     * @param alwaysValidP of "there is no difference", at every look
     * @param relative the difference as a part of legacy's figure
     */
    public record Errors(
            @Nullable Spread spread,
            @Nullable Spread level,
            @Nullable Joint joint,
            long independent,
            @Nullable Double alwaysValidP,
            @Nullable Relative relative) {
        static final Errors NONE = new Errors(null, null, null, 0, null, null);
    }

    /**
     * What else was tested, for one look. Pairs have the first ones, arms Mann and Whitney's in the place of the ranks.
     *
     * @param deviation of one difference; null without pairs
     * @param effect the difference in units of that (Cohen's d_z)
     * @param t Student's test within pairs, Welch's between arms
     * @param bootstrap percentile interval and p
     * @param wilcoxon null without pairs
     * @param sign wins are pairs in which the candidate's figure is the better one
     * @param mannWhitney null with pairs
     */
    public record Tests(
            @Nullable Double deviation,
            @Nullable Double effect,
            @Nullable Test t,
            MeanBootstrap.@Nullable Result bootstrap,
            @Nullable Wilcoxon wilcoxon,
            @Nullable Sign sign,
            @Nullable MannWhitney mannWhitney) {
        static final Tests NONE = new Tests(null, null, null, null, null, null, null);

        /** Of wins and losses alone. */
        public static Tests of(@Nullable Sign sign) {
            return new Tests(null, null, null, null, null, sign, null);
        }
    }

    /**
     * What stands beside the figure and says how it came about.
     *
     * @param excess beyond legacy against its own second answer; null without any
     * @param missing null when nothing that should be there is missing, or when its bounds are unknown
     * @param weighting null when every record had the same chance
     * @param cuped null without earlier data of the units
     */
    public record Beside(
            @Nullable Excess excess,
            @Nullable Missing missing,
            @Nullable Weighting weighting,
            @Nullable Cuped cuped) {
        public static final Beside NONE = new Beside(null, null, null, null);
    }

    public @Nullable Spread spread() {
        return errors.spread();
    }

    public @Nullable Spread level() {
        return errors.level();
    }

    public @Nullable Joint joint() {
        return errors.joint();
    }

    public long independent() {
        return errors.independent();
    }

    public @Nullable Double alwaysValidP() {
        return errors.alwaysValidP();
    }

    public @Nullable Relative relative() {
        return errors.relative();
    }

    public @Nullable Double deviation() {
        return tests.deviation();
    }

    public @Nullable Double effect() {
        return tests.effect();
    }

    public @Nullable Test t() {
        return tests.t();
    }

    public MeanBootstrap.@Nullable Result bootstrap() {
        return tests.bootstrap();
    }

    public @Nullable Wilcoxon wilcoxon() {
        return tests.wilcoxon();
    }

    public @Nullable Sign sign() {
        return tests.sign();
    }

    public @Nullable MannWhitney mannWhitney() {
        return tests.mannWhitney();
    }

    public @Nullable Excess excess() {
        return beside.excess();
    }

    public @Nullable Missing missing() {
        return beside.missing();
    }

    public @Nullable Weighting weighting() {
        return beside.weighting();
    }

    public @Nullable Cuped cuped() {
        return beside.cuped();
    }

    /** @param variance of one number, so that the squared error of the mean is {@code variance / n} */
    public record Spread(double mean, double variance, long n) {}

    /** A test, with its interval for one look at a size fixed beforehand. */
    public record Test(double statistic, double p, Interval interval) {}

    /**
     * Pairs in which one side is better; on yes and no, McNemar's table.
     *
     * @param alwaysValidP as it is now
     * @param runningP the smallest that has been so far, by time
     */
    public record Sign(
            long wins, long losses, long ties, double p, double midP, double alwaysValidP, double runningP) {}

    /** @param interval always-valid */
    public record Relative(double delta, @Nullable Interval interval) {}

    /**
     * How much more the candidate differs from legacy than legacy from itself, on requests with all three answers.
     *
     * @param delta of the differences
     * @param interval always-valid
     * @param p McNemar's, exact, on yes and no; Student's else
     * @param share of what could differ beyond noise, {@code (raw - noise) / (1 - noise)}; null for what is no share
     */
    public record Excess(
            long n,
            double raw,
            double noise,
            double delta,
            @Nullable Interval interval,
            double p,
            @Nullable Double share) {}

    /**
     * What the difference would be if all that is missing on one side were as bad, or as good, as can be.
     *
     * @param legacy pairs without legacy's figure, whose candidate has one
     * @param candidate the other way round
     */
    public record Missing(long legacy, long candidate, double worst, double best) {}

    /** The effective sizes are how many records of one chance would say as much (Kish). */
    public record Weighting(double effectiveLegacy, double effectiveCandidate, double unweightedDelta) {}

    /**
     * The difference between arms after what units did before the experiment is taken out (Deng, Xu, Kohavi and Walker,
     * "Improving the sensitivity of online controlled experiments by utilizing pre-experiment data", 2013).
     *
     * @param units with earlier data, of those that fit
     * @param theta the slope of the figure on the earlier one
     * @param correlation between both
     * @param interval always-valid
     */
    public record Cuped(
            long units, double theta, double correlation, double delta, Interval interval, double varianceReduction) {}

    /** @param interval always-valid at this look and every other; {@code p} likewise, the smallest so far */
    public record Look(
            Instant until,
            long n,
            double delta,
            @Nullable Interval interval,
            @Nullable Double p) {}
}
