package dev.understudy.gateway.trace;

import dev.understudy.config.Tracing;
import dev.understudy.gateway.observe.Backlog;
import dev.understudy.gateway.observe.Deliveries;
import dev.understudy.gateway.observe.ExchangeView;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Sends the spans of sampled exchanges by OTLP over HTTP, in batches, from a thread of its own; event loops never wait for it. */
public final class SpanExport implements Consumer<ExchangeView>, AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final OtlpHttpSpanExporter exporter;
    private final SpanMaker maker;
    private final Deliveries deliveries;
    private final Backlog<ExchangeView> backlog;

    private SpanExport(OtlpHttpSpanExporter exporter, SpanMaker maker, int queue, Deliveries deliveries) {
        this.exporter = exporter;
        this.maker = maker;
        this.deliveries = deliveries;
        this.backlog = new Backlog<>("understudy-spans", queue, this::send, exporter::shutdown);
    }

    /** @param instance how records name this process */
    public static SpanExport start(Tracing settings, String instance, Deliveries spans) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.otlp() + "/v1/traces")
                .setTimeout(TIMEOUT)
                .setCompression("gzip")
                .build();
        Resource resource = Resource.getDefault()
                .merge(Resource.create(Attributes.builder()
                        .put("service.name", settings.serviceName())
                        .put("service.instance.id", instance)
                        .build()));
        return new SpanExport(exporter, new SpanMaker(resource), settings.queue(), spans);
    }

    /** From any event loop: takes the exchange, or counts its spans as dropped. */
    @Override
    public void accept(ExchangeView exchange) {
        if (!backlog.offer(exchange)) {
            deliveries.dropped().add(1 + exchange.legs().size());
        }
    }

    /** Sends what is there, and waits for that, at most three seconds. */
    @Override
    public void close() {
        backlog.close();
    }

    private void send(List<ExchangeView> exchanges) {
        List<SpanData> spans = new ArrayList<>();
        exchanges.forEach(exchange -> spans.addAll(maker.spans(exchange)));
        CompletableResultCode result = exporter.export(spans).join(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        (result.isSuccess() ? deliveries.done() : deliveries.failed()).add(spans.size());
    }
}
