package dev.understudy.gateway.observe;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/**
 * What came of everything that was told to a backlog, in the life of a process: whoever writes next goes on counting here.
 *
 * @param done written, or sent
 * @param dropped since too many waited
 * @param failed to be written, or sent
 */
public record Deliveries(LongAdder done, LongAdder dropped, LongAdder failed) {
    public static Deliveries ofLines(MeterRegistry registry) {
        return of(Catalogue.ACCESS_LOG_LINES, registry, "written");
    }

    public static Deliveries ofSpans(MeterRegistry registry) {
        return of(Catalogue.SPANS, registry, "sent");
    }

    private static Deliveries of(Catalogue meter, MeterRegistry registry, String done) {
        return new Deliveries(
                meter.counter(registry, done), meter.counter(registry, "dropped"), meter.counter(registry, "failed"));
    }
}
