package dev.understudy.gateway;

import dev.understudy.gateway.proxy.DataPlane;
import dev.understudy.gateway.upstream.Lane;
import dev.understudy.gateway.upstream.Upstream;
import dev.understudy.log.FileSink;
import dev.understudy.log.SinkStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What is measured at the moment of looking: the log's state, models' breakers and places, configured shares. */
final class Gauges {
    private final DataPlane plane;
    private final MultiGauge shares;
    private final MultiGauge inFlight;
    private final MultiGauge breakers;
    private final MultiGauge lost;
    private final FileSink sink;

    Gauges(MeterRegistry registry, DataPlane plane, FileSink sink) {
        this.plane = plane;
        this.sink = sink;
        this.shares = MultiGauge.builder("understudy.configured.share")
                .description("Each arm's share of a route's units, out of 1, at the present step")
                .register(registry);
        this.inFlight = MultiGauge.builder("understudy.model.in.flight")
                .description("Requests under way at a model")
                .register(registry);
        this.breakers = MultiGauge.builder("understudy.model.breaker.open")
                .description("1 while a model is not asked, since it kept failing")
                .register(registry);
        this.lost = MultiGauge.builder("understudy.sink.lost")
                .description("Records taken by the log and gone all the same, by cause")
                .register(registry);
        sinkGauge(
                registry,
                "understudy.sink.up",
                "1 while records are taken",
                status -> status.state() == SinkStatus.State.UP ? 1 : 0);
        sinkGauge(registry, "understudy.sink.queued.records", "Taken, not yet written", SinkStatus::queuedRecords);
        sinkGauge(registry, "understudy.sink.queued.bytes", "Of their bodies", SinkStatus::queuedBytes);
        FunctionCounter.builder(
                        "understudy.sink.written", sink, log -> log.status().written())
                .description("Records written")
                .register(registry);
    }

    /** Brings what has changing labels up to date. */
    void refresh() {
        List<Row<?>> shareRows = new ArrayList<>();
        plane.shares()
                .forEach((route, arms) -> arms.forEach(
                        (model, share) -> shareRows.add(Row.of(Tags.of("route", route, "model", model), share))));
        shares.register(shareRows, true);
        List<Row<?>> placeRows = new ArrayList<>();
        List<Row<?>> breakerRows = new ArrayList<>();
        for (Upstream upstream : plane.upstreams().byName().values()) {
            String model = upstream.model().name();
            rows(model, "primary", upstream.primary(), placeRows, breakerRows);
            rows(model, "shadow", upstream.shadow(), placeRows, breakerRows);
        }
        inFlight.register(placeRows, true);
        breakers.register(breakerRows, true);
        List<Row<?>> lostRows = new ArrayList<>();
        sink.status().lost().forEach((cause, count) -> lostRows.add(Row.of(Tags.of("cause", cause), count)));
        lost.register(lostRows, true);
    }

    private static void rows(String model, String lane, Lane way, List<Row<?>> places, List<Row<?>> breakers) {
        Tags tags = Tags.of("model", model, "lane", lane);
        places.add(Row.of(tags, way, Lane::inFlight));
        breakers.add(Row.of(tags, way, state -> state.breakerState().equals("open") ? 1 : 0));
    }

    private void sinkGauge(
            MeterRegistry registry, String name, String description, ToDoubleFunction<SinkStatus> value) {
        Gauge.builder(name, sink, log -> value.applyAsDouble(log.status()))
                .description(description)
                .register(registry);
    }
}
