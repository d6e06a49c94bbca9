package dev.understudy.gateway.proxy;

import dev.understudy.gateway.route.Plan;
import dev.understudy.gateway.wire.Failure;
import java.util.Optional;

/** Who runs which plan, and how much of the request's body is kept for it. */
final class Runs {
    /** The most of a body that is held back for looking into it, or kept for asking a second model. */
    static final int HELD_BODY_MAX = 1024 * 1024;

    private Runs() {}

    /** What runs this plan once it is started. */
    static RequestSink of(Exchange exchange, RouteRuntime route, Plan plan) {
        if (plan instanceof Plan.Single single) {
            keepFor(exchange, route, single);
            return new Primary(exchange, single);
        }
        return plan instanceof Plan.Mirror mirror
                ? mirrored(exchange, route, mirror)
                : new Merge(exchange, route, ((Plan.Merge) plan).interleave());
    }

    /** The most of a body that may have to be looked into before anything is decided. */
    static int keptToDecide(RouteRuntime route) {
        return Math.max(keptForOthers(route), route.shadowLimits().maxBody());
    }

    private static RequestSink mirrored(Exchange exchange, RouteRuntime route, Plan.Mirror mirror) {
        Optional<Failure> barred = exchange.level().shedsShadows() ? Optional.of(Failure.PRESSURE) : Optional.empty();
        if (barred.isPresent()) {
            keepFor(exchange, route, mirror.primary());
        } else {
            exchange.request().keep(Math.max(keptToDecide(route), exchange.bodyKept()));
        }
        Primary primary = new Primary(exchange, mirror.primary());
        return new Copies(exchange, route, primary, mirror.copies(), barred);
    }

    /** As much of the body as a single call and its record may need. */
    private static void keepFor(Exchange exchange, RouteRuntime route, Plan.Single single) {
        int forOthers = single.fallback().on().isEmpty() ? route.rewrittenBodyMax() : keptForOthers(route);
        exchange.request().keep(Math.max(forOthers, exchange.bodyKept()));
    }

    /** The most of a body that is kept for asking a second model, or one that gets it rewritten. */
    private static int keptForOthers(RouteRuntime route) {
        return Math.max(HELD_BODY_MAX, route.rewrittenBodyMax());
    }
}
