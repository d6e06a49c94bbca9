package dev.understudy.gateway.proxy;

import dev.understudy.gateway.observe.ExchangeView;
import dev.understudy.gateway.observe.ExchangeView.LegView;
import dev.understudy.gateway.observe.ExchangeView.TraceView;
import dev.understudy.gateway.route.Plan;
import dev.understudy.gateway.trace.Trace;
import dev.understudy.gateway.trace.TraceParent;
import dev.understudy.gateway.upstream.Call;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.ResponseHead;

/** Takes views of exchanges for those who look; only where somebody does. */
final class Views {
    private Views() {}

    static ExchangeView of(Exchange exchange) {
        ClientRequest request = exchange.request();
        RouteRuntime route = exchange.route();
        Plan plan = exchange.plan();
        Failure failure = exchange.failure();
        Trace trace = exchange.trace();
        return new ExchangeView(
                exchange.id(),
                exchange.epochMillis(),
                exchange.durationNanos(),
                exchange.ownNanos(),
                exchange.client().hop().address(),
                exchange.client().hop().scheme(),
                request.version().text(),
                request.method(),
                request.target(),
                request.fields().first(FieldName.USER_AGENT),
                route == null ? null : route.route().name(),
                exchange.status(),
                request.kept().length(),
                exchange.answer().bytes(),
                plan == null ? null : plan.assigned(),
                exchange.answer().served(),
                failure == null ? null : failure.cause(),
                trace == null ? null : of(trace),
                exchange.legs().stream()
                        .map(leg -> of(leg, exchange.originNanos()))
                        .toList());
    }

    private static TraceView of(Trace trace) {
        return new TraceView(
                trace.own().traceId(),
                TraceParent.spanId(trace.own().span()),
                trace.caller() == 0 ? null : TraceParent.spanId(trace.caller()),
                trace.state());
    }

    private static LegView of(LegTrace leg, long origin) {
        Call call = leg.call();
        Failure failure = leg.failure();
        ResponseHead response = call == null ? null : call.response();
        return new LegView(
                call == null || leg.span() == 0 ? null : TraceParent.spanId(leg.span()),
                leg.role().label(),
                leg.model(),
                leg.isCopy(),
                call == null ? null : call.endpoint(),
                call == null ? 0 : call.attempts(),
                leg.outcome().label(),
                failure == null ? null : failure.cause(),
                response == null ? 0 : response.status(),
                leg.body().length(),
                call == null ? 0 : call.times().startNanos() - origin,
                call == null ? 0 : call.times().endNanos() - origin);
    }
}
