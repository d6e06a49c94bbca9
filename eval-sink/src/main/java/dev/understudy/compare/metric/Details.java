package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.BoundedSample;
import dev.understudy.compare.statistics.MannWhitney;
import dev.understudy.compare.statistics.MeanBootstrap;
import dev.understudy.compare.statistics.MeanTest;
import dev.understudy.compare.statistics.Sample;
import dev.understudy.compare.statistics.SignTest;
import dev.understudy.compare.statistics.WeightedMoments;
import dev.understudy.compare.statistics.Wilcoxon;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes a {@link Detail} of what a {@link LegFigure} has gathered. */
record Details(
        boolean binary,
        Metric.Direction better,
        WeightedMoments legacy,
        WeightedMoments candidate,
        Precision precision) {

    Detail paired(WeightedMoments differences, long gains, long losses) {
        long n = differences.n();
        double mean = differences.mean();
        double variance = Variances.of(differences, binary);
        double deviation = Math.sqrt(differences.variance());
        boolean lower = better == Metric.Direction.LOWER;
        long wins = lower ? losses : gains;
        long lost = lower ? gains : losses;
        double error = Math.sqrt(differences.variance() / n);
        Joint joint = joint(n, covariance(differences) / n, binary ? 1.0 / n : 0);
        return new Detail(
                new Detail.Errors(
                        new Detail.Spread(mean, variance, n),
                        level(),
                        joint,
                        differences.independent(),
                        precision.sequence().p(mean, variance, n),
                        joint.relative(precision.sequence())),
                new Detail.Tests(
                        deviation,
                        deviation == 0 ? 0.0 : mean / deviation,
                        new Detail.Test(
                                error == 0 ? 0 : mean / error,
                                MeanTest.pairedP(differences),
                                MeanTest.paired(differences, precision.confidence())),
                        null,
                        null,
                        sign(wins, lost, n),
                        null),
                new Detail.Beside(null, null, weighting(differences.sum() / n), null),
                List.of());
    }

    Detail unpaired() {
        long n = legacy.n() + candidate.n();
        double delta = candidate.mean() - legacy.mean();
        double squaredError =
                Variances.of(legacy, binary) / legacy.n() + Variances.of(candidate, binary) / candidate.n();
        double exactError = MeanTest.squaredError(legacy, candidate);
        Joint joint = joint(n, 0, binary ? squaredError * n : 0);
        return new Detail(
                new Detail.Errors(
                        new Detail.Spread(delta, squaredError * n, n),
                        level(),
                        joint,
                        legacy.independent() + candidate.independent(),
                        precision.sequence().p(delta, squaredError * n, n),
                        joint.relative(precision.sequence())),
                new Detail.Tests(
                        null,
                        null,
                        new Detail.Test(
                                exactError == 0 ? 0 : MeanTest.welchT(legacy, candidate),
                                MeanTest.welchP(legacy, candidate),
                                MeanTest.unpaired(legacy, candidate, precision.confidence())),
                        null,
                        null,
                        null,
                        null),
                new Detail.Beside(
                        null, null, weighting(candidate.sum() / candidate.n() - legacy.sum() / legacy.n()), null),
                List.of());
    }

    /** With what comes from samples, of the whole comparison; the same again for a slice. */
    Detail with(
            Detail detail, @Nullable LegSamples samples, MissingLegs missing, @Nullable WeightedMoments differences) {
        if (samples == null) {
            return detail;
        }
        boolean paired = differences != null;
        Course course = samples.course();
        UnitHistory history = samples.history();
        return new Detail(
                detail.errors(),
                new Detail.Tests(
                        detail.deviation(),
                        detail.effect(),
                        detail.t(),
                        differences != null ? bootstrap(samples.pairs(), differences) : bootstrap(samples),
                        paired ? Wilcoxon.test(samples.pairs().values().differences()) : null,
                        sign(detail.sign(), course),
                        paired || binary ? null : mannWhitney(samples)),
                new Detail.Beside(
                        paired ? samples.excess().result(precision) : null,
                        differences != null
                                ? missing.paired(differences.sum(), differences.n(), better)
                                : missing.unpaired(legacy.sum(), legacy.n(), candidate.sum(), candidate.n(), better),
                        detail.weighting(),
                        history == null ? null : history.result(precision)),
                course == null ? List.of() : course.looks(precision));
    }

    private MeanBootstrap.@Nullable Result bootstrap(BoundedSample pairs, WeightedMoments differences) {
        if (differences.weighted()) {
            return null;
        }
        if (differences.independent() < differences.n()) {
            return differences.clusteredBootstrap(precision.means(), precision.confidence());
        }
        return precision
                .means()
                .paired(pairs.values().differences(), differences.mean(), differences.n(), precision.confidence());
    }

    private MeanBootstrap.@Nullable Result bootstrap(LegSamples samples) {
        boolean plain = !legacy.weighted()
                && !candidate.weighted()
                && legacy.independent() == legacy.n()
                && candidate.independent() == candidate.n();
        return plain
                ? precision
                        .means()
                        .unpaired(
                                samples.legacy().values().first(),
                                samples.candidate().values().first(),
                                candidate.mean() - legacy.mean(),
                                legacy.n() + candidate.n(),
                                precision.confidence())
                : null;
    }

    private MannWhitney mannWhitney(LegSamples samples) {
        return MannWhitney.test(
                samples.legacy().values().first(), samples.candidate().values().first(), precision.confidence());
    }

    private Detail.Spread level() {
        return new Detail.Spread(candidate.mean(), Variances.of(candidate, binary), candidate.n());
    }

    private static Detail.Sign sign(long wins, long losses, long n) {
        double now = SignTest.alwaysValidP(wins, losses);
        return new Detail.Sign(
                wins, losses, n - wins - losses, SignTest.p(wins, losses), SignTest.midP(wins, losses), now, now);
    }

    /** With the smallest p so far, where the course is known. */
    private static Detail.@Nullable Sign sign(Detail.@Nullable Sign sign, @Nullable Course course) {
        return sign == null || course == null
                ? sign
                : new Detail.Sign(
                        sign.wins(),
                        sign.losses(),
                        sign.ties(),
                        sign.p(),
                        sign.midP(),
                        sign.alwaysValidP(),
                        course.leastSignP());
    }

    /** Between both arms' figures of a pair, from the variances of both and of their difference. */
    private double covariance(Sample differences) {
        return (legacy.variance() + candidate.variance() - differences.variance()) / 2;
    }

    private Joint joint(long n, double covariance, double leastVariance) {
        return new Joint(
                legacy.mean(),
                candidate.mean(),
                legacy.variance() / legacy.n(),
                candidate.variance() / candidate.n(),
                covariance,
                leastVariance,
                n);
    }

    private Detail.@Nullable Weighting weighting(double unweightedDelta) {
        return legacy.weighted() || candidate.weighted()
                ? new Detail.Weighting(legacy.effective(), candidate.effective(), unweightedDelta)
                : null;
    }
}
