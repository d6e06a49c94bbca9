package dev.understudy.gateway.route;

import dev.understudy.config.Experiment;
import dev.understudy.config.Percent;
import dev.understudy.config.Recording;
import dev.understudy.config.Route;
import dev.understudy.config.ShadowBeside;
import dev.understudy.gateway.assign.Bucket;
import dev.understudy.gateway.assign.RequestView;
import dev.understudy.gateway.assign.Threshold;
import java.util.Optional;

/** One route, ready to be asked. */
public final class RouteEntry {
    private final Route route;
    private final Strategy strategy;
    private final Bucket sampling;
    private final Threshold recorded;

    private RouteEntry(Route route, Strategy strategy) {
        this.route = route;
        this.strategy = strategy;
        this.sampling = Bucket.salted(route.name() + "/sample");
        this.recorded = Threshold.of(route.record().map(Recording::percent).orElse(Percent.NONE));
    }

    /** @param exposure of a canary at its present step; ignored by the other strategies */
    public static RouteEntry of(Route route, Percent exposure) {
        Strategy main = strategy(route.experiment(), exposure);
        return new RouteEntry(
                route, route.shadow().map(beside -> beside(main, route, beside)).orElse(main));
    }

    public Route route() {
        return route;
    }

    public Strategy strategy() {
        return strategy;
    }

    public boolean matches(RequestView request) {
        var match = route.match();
        if (!match.path().matches(request.path())
                || !(match.methods().isEmpty() || match.methods().contains(request.method()))) {
            return false;
        }
        for (var header : match.headers().entrySet()) {
            if (!request.header(header.getKey()).equals(Optional.of(header.getValue()))) {
                return false;
            }
        }
        return true;
    }

    /** The bucket from which shadows, noise and record take their shares of this request. */
    public long sample(String id) {
        return sampling.of(id);
    }

    public boolean recorded(long sample) {
        return recorded.admits(sample);
    }

    private static Strategy strategy(Experiment experiment, Percent exposure) {
        if (experiment instanceof Experiment.Ab ab) {
            return AbStrategy.of(ab);
        }
        if (experiment instanceof Experiment.Canary canary) {
            return CanaryStrategy.of(canary, exposure);
        }
        if (experiment instanceof Experiment.Interleave interleave) {
            return InterleaveStrategy.of(interleave);
        }
        if (experiment instanceof Experiment.Shadow shadow) {
            return ShadowStrategy.of(shadow);
        }
        return PlainStrategy.of((Experiment.Plain) experiment);
    }

    private static Strategy beside(Strategy main, Route route, ShadowBeside beside) {
        return new BesideStrategy(
                main,
                route.experiment().legacy(),
                route.experiment().candidates(),
                beside.direction(),
                Threshold.of(beside.percent()),
                Threshold.of(beside.noise()));
    }
}
