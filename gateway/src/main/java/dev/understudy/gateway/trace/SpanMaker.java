package dev.understudy.gateway.trace;

import dev.understudy.gateway.observe.ExchangeView;
import dev.understudy.gateway.observe.ExchangeView.LegView;
import dev.understudy.gateway.observe.ExchangeView.TraceView;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes an exchange into spans: one of the request, and beneath it one of each leg that was asked, copies too. Attributes by
 * OpenTelemetry's conventions for HTTP, and the pair's id on each. A copy's span is linked to that of the leg which the client
 * waited for: the two belong together, and neither caused the other.
 */
record SpanMaker(Resource resource) {
    private static final AttributeKey<String> PAIR_ID = AttributeKey.stringKey("understudy.pair.id");

    List<SpanData> spans(ExchangeView exchange) {
        TraceView trace = exchange.trace();
        if (trace == null) {
            return List.of();
        }
        List<SpanData> spans = new ArrayList<>();
        spans.add(request(exchange, trace));
        List<LinkData> toAnswering = links(exchange, trace);
        for (LegView leg : exchange.legs()) {
            String span = leg.span();
            if (span != null) {
                spans.add(leg(exchange, trace, leg, span, leg.copy() ? toAnswering : List.of()));
            }
        }
        return spans;
    }

    private SpanData request(ExchangeView exchange, TraceView trace) {
        AttributesBuilder attributes = Attributes.builder();
        attributes.put("http.request.method", exchange.method());
        attributes.put("url.scheme", exchange.scheme());
        attributes.put("url.path", path(exchange.target()));
        attributes.put("client.address", exchange.client());
        attributes.put("network.protocol.name", "http");
        attributes.put(
                "network.protocol.version",
                exchange.protocol().substring(exchange.protocol().indexOf('/') + 1));
        attributes.put("http.response.status_code", exchange.status());
        attributes.put("http.request.body.size", exchange.bytesIn());
        attributes.put("http.response.body.size", exchange.bytesOut());
        put(attributes, "user_agent.original", exchange.userAgent());
        attributes.put(PAIR_ID, exchange.id());
        put(attributes, "understudy.route", exchange.route());
        put(attributes, "understudy.assigned", exchange.assigned());
        put(attributes, "understudy.served", exchange.served());
        if (exchange.ownNanos() > 0) {
            attributes.put("understudy.own_ms", TimeUnit.NANOSECONDS.toMicros(exchange.ownNanos()) / 1000.0);
        }
        boolean failed = exchange.status() >= 500;
        if (failed) {
            attributes.put(
                    "error.type", exchange.cause() == null ? Integer.toString(exchange.status()) : exchange.cause());
        }
        String route = exchange.route();
        String caller = trace.callerSpan();
        return new FinishedSpan(
                route == null ? exchange.method() : exchange.method() + " " + route,
                SpanKind.SERVER,
                context(trace, trace.span()),
                caller == null ? SpanContext.getInvalid() : context(trace, caller),
                failed ? StatusData.error() : StatusData.unset(),
                attributes.build(),
                List.of(),
                epochNanos(exchange, 0),
                epochNanos(exchange, exchange.durationNanos()),
                resource);
    }

    private static List<LinkData> links(ExchangeView exchange, TraceView trace) {
        List<LinkData> links = new ArrayList<>();
        for (LegView leg : exchange.legs()) {
            String span = leg.span();
            if (span != null && !leg.copy()) {
                links.add(LinkData.create(context(trace, span), Attributes.of(PAIR_ID, exchange.id())));
            }
        }
        return links;
    }

    private SpanData leg(ExchangeView exchange, TraceView trace, LegView leg, String span, List<LinkData> links) {
        AttributesBuilder attributes = Attributes.builder();
        attributes.put("http.request.method", exchange.method());
        String endpoint = leg.endpoint();
        if (endpoint != null) {
            URI address = URI.create(endpoint);
            attributes.put("server.address", address.getHost());
            attributes.put("server.port", port(address));
            attributes.put("url.full", endpoint + path(exchange.target()));
        }
        if (leg.status() > 0) {
            attributes.put("http.response.status_code", leg.status());
            attributes.put("http.response.body.size", leg.bytes());
        }
        if (leg.attempts() > 1) {
            attributes.put("http.request.resend_count", leg.attempts() - 1);
        }
        attributes.put(PAIR_ID, exchange.id());
        put(attributes, "understudy.route", exchange.route());
        attributes.put("understudy.model", leg.model());
        attributes.put("understudy.role", leg.role());
        attributes.put(AttributeKey.booleanKey("understudy.shadow"), leg.copy());
        attributes.put("understudy.outcome", leg.outcome());
        boolean failed = leg.cause() != null || leg.status() >= 400;
        if (failed) {
            attributes.put("error.type", leg.cause() == null ? Integer.toString(leg.status()) : leg.cause());
        }
        return new FinishedSpan(
                exchange.method() + " " + leg.model(),
                SpanKind.CLIENT,
                context(trace, span),
                context(trace, trace.span()),
                failed ? StatusData.error() : StatusData.unset(),
                attributes.build(),
                links,
                epochNanos(exchange, leg.startNanos()),
                epochNanos(exchange, Math.max(leg.startNanos(), leg.endNanos())),
                resource);
    }

    private static SpanContext context(TraceView trace, String span) {
        return SpanContext.create(
                trace.traceId(), span, TraceFlags.getSampled(), io.opentelemetry.api.trace.TraceState.getDefault());
    }

    private static int port(URI address) {
        int byScheme = "https".equals(address.getScheme()) ? 443 : 80;
        return address.getPort() < 0 ? byScheme : address.getPort();
    }

    private static long epochNanos(ExchangeView exchange, long since) {
        return TimeUnit.MILLISECONDS.toNanos(exchange.epochMillis()) + since;
    }

    /** A query may hold secrets, and says little. */
    private static String path(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private static void put(AttributesBuilder attributes, String name, @Nullable String value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }
}
