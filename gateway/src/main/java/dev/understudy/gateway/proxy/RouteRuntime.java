package dev.understudy.gateway.proxy;

import dev.understudy.config.Config;
import dev.understudy.config.Experiment;
import dev.understudy.config.Model;
import dev.understudy.config.Recording;
import dev.understudy.config.Route;
import dev.understudy.config.ShadowBudget;
import dev.understudy.config.ShadowLimits;
import dev.understudy.gateway.route.RouteEntry;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A route of one revision with what its requests share: limits, shadows under way, counters. */
final class RouteRuntime {
    private final RouteEntry entry;
    private final RouteCounters counters;
    private final UnaryOperator<Pair> redaction;
    private final ShadowLimits shadowLimits;
    private final @Nullable ShadowBudget shadowBudget;
    private final int rewrittenBodyMax;
    private final AtomicInteger shadowsInFlight = new AtomicInteger();

    RouteRuntime(RouteEntry entry, Config config, RouteCounters counters, Ports ports) {
        this.entry = entry;
        this.counters = counters;
        Route route = entry.route();
        this.redaction =
                ports.redaction().apply(route.record().orElse(Recording.DEFAULT).withoutKeys(config.identity()));
        this.shadowLimits = route.shadowLimits();
        this.shadowBudget = shadowLimits.budget().orElse(null);
        this.rewrittenBodyMax = rewrittenBodyMax(route.experiment(), config);
    }

    RouteEntry entry() {
        return entry;
    }

    Route route() {
        return entry.route();
    }

    RouteCounters counters() {
        return counters;
    }

    UnaryOperator<Pair> redaction() {
        return redaction;
    }

    ShadowLimits shadowLimits() {
        return shadowLimits;
    }

    /** The most of a body that one of its models gets rewritten; 0 when none does. */
    int rewrittenBodyMax() {
        return rewrittenBodyMax;
    }

    /** Whether this route's requests are to be recorded at all, sampled or not. */
    boolean isEligible() {
        return route().record().isPresent();
    }

    /** The most of a body that a record keeps. */
    int recordedBodyMax() {
        return route().record().orElse(Recording.DEFAULT).maxBody();
    }

    /** Takes a place for one more shadow, which {@link #leaveShadow} gives back. */
    boolean enterShadow() {
        if (shadowsInFlight.incrementAndGet() <= shadowLimits.maxInFlight()) {
            return true;
        }
        shadowsInFlight.decrementAndGet();
        return false;
    }

    void leaveShadow() {
        shadowsInFlight.decrementAndGet();
    }

    /** Whether its copies have a budget for the day, and have used it up. */
    boolean isOverBudget(InstantSource clock) {
        ShadowBudget budget = shadowBudget;
        return budget != null && counters.spending().isOver(budget, clock.millis());
    }

    /** Holds what a copy used against the budget, if there is one. */
    void spend(LegTrace copy, int bytesSent, InstantSource clock) {
        if (shadowBudget != null) {
            Leg.Tokens used = copy.used(bytesSent);
            Leg.Cost cost = copy.cost(used);
            counters.spending().add(clock.millis(), used.input() + used.output(), cost == null ? 0 : cost.amount());
        }
    }

    private static int rewrittenBodyMax(Experiment experiment, Config config) {
        return Stream.concat(Stream.of(experiment.legacy()), experiment.candidates().stream())
                .map(name -> config.model(name).rewrite())
                .filter(rewrite -> !rewrite.setBody().isEmpty())
                .mapToInt(Model.Rewrite::maxBody)
                .max()
                .orElse(0);
    }
}
