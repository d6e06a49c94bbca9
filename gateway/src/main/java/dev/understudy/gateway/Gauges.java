package dev.understudy.gateway;

import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.gateway.proxy.DataPlane;
import dev.understudy.gateway.upstream.Upstream;
import dev.understudy.log.FileSink;
import dev.understudy.log.Loss;
import dev.understudy.log.SinkStatus;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;

/** What is measured at the moment of looking: the log's state, models' breakers and places, shares. Any thread. */
final class Gauges {
    private final PrometheusMeterRegistry registry;
    private final DataPlane plane;
    private final SplitWatch splits;
    private final MultiGauge shares;
    private final ModelGauges models;
    private final BudgetGauges budgets;

    Gauges(PrometheusMeterRegistry registry, DataPlane plane, SplitWatch splits, FileSink sink) {
        this.registry = registry;
        this.plane = plane;
        this.splits = splits;
        this.shares = Catalogue.CONFIGURED_SHARE.rows(registry);
        this.models = new ModelGauges(registry);
        this.budgets = new BudgetGauges(registry, plane);
        Catalogue.SINK_UP.gauge(registry, sink, log -> log.status().state() == SinkStatus.State.UP ? 1 : 0);
        Catalogue.SINK_QUEUED_RECORDS.gauge(registry, sink, log -> log.status().queuedRecords());
        Catalogue.SINK_QUEUED_BYTES.gauge(registry, sink, log -> log.status().queuedBytes());
        Catalogue.SINK_WRITTEN.counter(registry, sink, log -> log.status().written());
        Catalogue.SINK_TORN.counter(registry, sink, log -> log.status().torn());
        for (Loss cause : Loss.values()) {
            Catalogue.SINK_LOST.counter(
                    registry, sink, log -> log.status().lost().getOrDefault(cause, 0L), cause.label());
        }
    }

    /** As Prometheus reads them. One reader at a time: nobody sees a meter that is being replaced twice, or not at all. */
    synchronized String scrape() {
        refresh();
        return registry.scrape();
    }

    private void refresh() {
        List<Row<?>> shareRows = new ArrayList<>();
        plane.shares()
                .forEach((route, arms) -> arms.forEach(
                        (model, share) -> shareRows.add(Catalogue.CONFIGURED_SHARE.row(share, route, model))));
        shares.register(shareRows, true);
        splits.show();
        budgets.refresh();
        models.refresh(plane.upstreams().byName().values().stream()
                .map(Upstream::status)
                .toList());
    }
}
