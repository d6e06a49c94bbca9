package dev.understudy.gateway;

import dev.understudy.config.AccessLog;
import dev.understudy.config.Operations;
import dev.understudy.config.Tracing;
import dev.understudy.gateway.access.AccessLogWriter;
import dev.understudy.gateway.observe.Deliveries;
import dev.understudy.gateway.proxy.Observers;
import dev.understudy.gateway.trace.SpanExport;
import dev.understudy.gateway.trace.Tracer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of exchanges, as the configuration says: the access log's writer and the spans' sender. Each stays as long as
 * its settings do. Nothing of tracing is loaded unless it is configured. One thread at a time.
 */
final class Observing implements AutoCloseable {
    private final String instance;
    private final MeterRegistry registry;
    private @Nullable Deliveries lines;
    private @Nullable Deliveries spans;
    private Opened present = new Opened(null, null, null, null);

    Observing(String instance, MeterRegistry registry) {
        this.instance = instance;
        this.registry = registry;
    }

    /** Those of one configuration. A writer is there where its settings are. */
    record Opened(
            @Nullable AccessLog accessLog,
            @Nullable AccessLogWriter writer,
            @Nullable Tracing tracing,
            @Nullable SpanExport export) {
        Observers observers() {
            return new Observers(tracing == null ? null : new Tracer(tracing.sample()), export, writer);
        }

        private void closeAllBut(Opened kept) {
            if (writer != null && writer != kept.writer) {
                writer.close();
            }
            if (export != null && export != kept.export) {
                export.close();
            }
        }
    }

    /**
     * Opens what these settings name and is not there yet; {@link #take} or {@link #drop} has to follow.
     *
     * @throws IOException when the access log's file cannot be opened
     */
    Opened open(Operations settings) throws IOException {
        AccessLog accessLog = settings.accessLog().orElse(null);
        Tracing tracing = settings.tracing().orElse(null);
        AccessLogWriter writer = accessLog == null
                ? null
                : accessLog.equals(present.accessLog) ? present.writer : AccessLogWriter.open(accessLog, lines());
        try {
            SpanExport export = tracing == null
                    ? null
                    : tracing.equals(present.tracing) ? present.export : SpanExport.start(tracing, instance, spans());
            return new Opened(accessLog, writer, tracing, export);
        } catch (RuntimeException e) {
            drop(new Opened(accessLog, writer, null, null));
            throw e;
        }
    }

    /** From now on these are told, and nobody tells those before: they write what they have, and close. */
    void take(Opened next) {
        Opened before = present;
        present = next;
        before.closeAllBut(next);
    }

    /** These will not be told of anything. */
    void drop(Opened next) {
        next.closeAllBut(present);
    }

    @Override
    public void close() {
        take(new Opened(null, null, null, null));
    }

    private Deliveries lines() {
        Deliveries known = lines;
        if (known == null) {
            known = Deliveries.ofLines(registry);
            lines = known;
        }
        return known;
    }

    private Deliveries spans() {
        Deliveries known = spans;
        if (known == null) {
            known = Deliveries.ofSpans(registry);
            spans = known;
        }
        return known;
    }
}
