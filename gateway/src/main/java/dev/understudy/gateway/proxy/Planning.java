package dev.understudy.gateway.proxy;

import dev.understudy.config.Fallback;
import dev.understudy.gateway.pressure.Level;
import dev.understudy.gateway.route.Plan;
import dev.understudy.gateway.upstream.Upstream;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.pair.Leg.Role;
import dev.understudy.pair.Pair;
import java.util.List;

/** What is asked for a request in the end: its strategy's plan, cut down where a second model must not be asked. */
final class Planning {
    private Planning() {}

    /** A connection that goes on as a WebSocket belongs to one model, and says so in the record. */
    static Plan.Single alone(Exchange exchange, Plan chosen) {
        if (chosen instanceof Plan.Mirror mirror) {
            for (Plan.Copy copy : mirror.copies()) {
                exchange.leg(copy.role(), copy.model(), 0).notAsked(Failure.WEB_SOCKET);
            }
        } else if (chosen instanceof Plan.Merge merge) {
            exchange.leg(Role.CANDIDATE, merge.interleave().candidate(), 0).notAsked(Failure.WEB_SOCKET);
        }
        Plan.Single single = chosen instanceof Plan.Mirror mirror
                ? mirror.primary()
                : chosen instanceof Plan.Merge merge ? legacyAlone(merge) : (Plan.Single) chosen;
        return new Plan.Single(single.assigned(), single.role(), single.propensity(), Fallback.NONE);
    }

    /** Lists are mixed where the candidate may get the request, and there is room for that. Copies decide for themselves. */
    static Plan shared(Exchange exchange, RouteRuntime route, Plan chosen) {
        if (!(chosen instanceof Plan.Merge merge)) {
            return chosen;
        }
        if (exchange.level().shedsInterleaving()) {
            return unmixed(exchange, route, merge);
        }
        ClientRequest request = exchange.request();
        boolean alone = (request.hasBody() && request.body().isEmpty())
                || Sharing.refusal(route.route(), request).isPresent()
                || !isMergeable(exchange, merge);
        return alone ? legacyAlone(merge) : chosen;
    }

    private static Plan.Single legacyAlone(Plan.Merge merge) {
        return new Plan.Single(merge.assigned(), Role.LEGACY, merge.propensity(), Fallback.NONE);
    }

    /** Under pressure legacy answers alone, and the record says why nothing was mixed. */
    private static Plan.Single unmixed(Exchange exchange, RouteRuntime route, Plan.Merge merge) {
        exchange.worker().plane().pressure().shed(Level.INTERLEAVING);
        route.counters().mixed(Failure.PRESSURE.cause());
        exchange.interleaved(new Pair.Interleaving(merge.interleave().method().yaml(), true, List.of()));
        exchange.leg(Role.CANDIDATE, merge.interleave().candidate(), 0).notAsked(Failure.PRESSURE);
        return legacyAlone(merge);
    }

    /** Whether the candidate may get what is made of this request for it, and both can be made. */
    private static boolean isMergeable(Exchange exchange, Plan.Merge merge) {
        ClientRequest request = exchange.request();
        byte[] body = request.kept().bytes();
        Upstream candidate =
                exchange.revision().upstreams().named(merge.interleave().candidate());
        Upstream legacy =
                exchange.revision().upstreams().named(merge.interleave().legacy());
        return LegBody.fits(candidate, request, body.length)
                && LegBody.fits(legacy, request, body.length)
                && Sharing.refusal(request, LegBody.of(candidate, request, body))
                        .isEmpty();
    }
}
