package dev.understudy.gateway.rollout;

import dev.understudy.config.Config;
import dev.understudy.config.Experiment.Canary;
import dev.understudy.config.Route;
import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.gateway.rollout.EventCodec.Event;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The positions of all canaries.
 *
 * <p>Kept as start events in {@code rollouts.jsonl} of the data directory. Where that cannot be read or written, positions are
 * kept in memory and each call tries again. Time never runs backwards here, even when the machine's clock does: a share
 * that was shown once stays. What another process of the same directory wrote last is taken over once the
 * same steps are served here.
 */
public final class Rollouts implements MeterBinder {
    private static final String FILE = "rollouts.jsonl";
    private static final Logger log = LoggerFactory.getLogger(Rollouts.class);

    private final EventFile file;
    private final InstantSource clock;
    private final Map<String, Start> starts;
    private final Map<String, String> unsaved = new LinkedHashMap<>();
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean persisted = true;
    private Instant latest = Instant.MIN;
    private Map<String, Start> written = Map.of();
    private long bytesRead;

    private Rollouts(EventFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.starts = new HashMap<>(readOrNothing().lastByRoute());
    }

    /** Never fails: what cannot be read is logged, counted and treated as nothing. */
    public static Rollouts open(Path dataDirectory, InstantSource clock) {
        return new Rollouts(new EventFile(dataDirectory.resolve(FILE)), clock);
    }

    /**
     * The exposure of each canary route, by its name. A route that is new, has a new salt or other steps is written down on
     * the way; call again when the file was reloaded and at the earliest {@link Exposure#nextChange}.
     */
    public synchronized Map<String, Exposure> exposures(Config config) {
        Instant now = now();
        takeOver(config);
        Map<String, Exposure> exposures = new LinkedHashMap<>();
        for (Route route : config.routes()) {
            if (route.experiment() instanceof Canary canary) {
                exposures.put(route.name(), Timeline.exposure(position(route.name(), canary, now), now));
            }
        }
        save();
        return exposures;
    }

    /**
     * What {@link #exposures} would have answered at this time; a canary that never ran begins then. Writes nothing.
     *
     * @throws UncheckedIOException when the directory's positions cannot be read
     */
    public static Map<String, Exposure> preview(Path dataDirectory, Config config, Instant at) {
        Map<String, Start> known;
        try {
            known = new EventFile(dataDirectory.resolve(FILE)).read().lastByRoute();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Exposure> exposures = new LinkedHashMap<>();
        for (Route route : config.routes()) {
            if (route.experiment() instanceof Canary canary) {
                Start start = begin(Optional.ofNullable(known.get(route.name())), route.name(), canary, at);
                exposures.put(route.name(), Timeline.exposure(start, at));
            }
        }
        return exposures;
    }

    /**
     * Does what a person wants of one canary, from now on.
     *
     * @throws RefusedOrderException when there is no such canary, or it is where this order leads nowhere
     */
    public synchronized void order(Config config, String route, Order order) throws RefusedOrderException {
        Canary canary = config.routes().stream()
                .filter(one -> one.name().equals(route))
                .map(Route::experiment)
                .filter(Canary.class::isInstance)
                .map(Canary.class::cast)
                .findFirst()
                .orElseThrow(() -> RefusedOrderException.unknown(route));
        Instant now = now();
        takeOver(config);
        Start before = position(route, canary, now);
        Start after = order.apply(before, Timeline.exposure(before, now), now);
        if (!after.equals(before)) {
            write(order.event(), after);
        }
        save();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Catalogue.ROLLOUT_FAILURES.counter(registry, failures, AtomicLong::get);
        Catalogue.ROLLOUT_PERSISTED.gauge(registry, this, own -> own.persisted ? 1 : 0);
    }

    private Instant now() {
        Instant now = clock.instant();
        latest = now.isAfter(latest) ? now : latest;
        return latest;
    }

    private Start position(String route, Canary canary, Instant now) {
        Start before = starts.get(route);
        Start start = begin(Optional.ofNullable(before), route, canary, now);
        if (!start.equals(before)) {
            boolean goesOn = before != null && before.salt().equals(start.salt());
            Event event = goesOn ? Event.ADJUSTED : Event.STARTED;
            write(event, start);
        }
        return start;
    }

    private void write(Event event, Start start) {
        starts.put(start.route(), start);
        unsaved.put(start.route(), EventCodec.encode(event, start));
        log.info(
                "rollout_{} route={} salt={} step={} held={}",
                event.json(),
                start.route(),
                start.salt(),
                start.step(),
                start.held());
    }

    /** What the file says last of a canary, where it says it of the very steps that are served. */
    private void takeOver(Config config) {
        readAgain();
        for (Route route : config.routes()) {
            Start last = written.get(route.name());
            if (last != null
                    && route.experiment() instanceof Canary canary
                    && last.hasCourseOf(canary)
                    && !unsaved.containsKey(route.name())) {
                starts.put(route.name(), last);
            }
        }
    }

    private void readAgain() {
        try {
            long bytes = file.bytes();
            if (bytes != bytesRead) {
                written = file.read().lastByRoute();
                bytesRead = bytes;
            }
        } catch (IOException e) {
            log.debug("rollout_not_read_again file={} reason={}", file, e.toString());
        }
    }

    private static Start begin(Optional<Start> before, String route, Canary canary, Instant now) {
        return before.map(start -> Continuation.of(start, route, canary, now))
                .orElseGet(() -> Start.anew(route, canary.salt(), canary.steps(), now));
    }

    private void save() {
        try {
            for (var entry : Map.copyOf(unsaved).entrySet()) {
                file.append(entry.getValue());
                unsaved.remove(entry.getKey());
            }
            persisted = true;
        } catch (IOException e) {
            failures.incrementAndGet();
            if (persisted) {
                log.warn("rollout_not_saved file={} reason={} consequence=kept_in_memory", file, e.toString());
            }
            persisted = false;
        }
    }

    private EventFile.Events readOrNothing() {
        try {
            EventFile.Events events = file.read();
            if (events.unreadable() > 0) {
                log.warn("rollout_lines_unreadable file={} lines={}", file, events.unreadable());
            }
            return events;
        } catch (IOException e) {
            failures.incrementAndGet();
            log.warn("rollout_not_read file={} reason={} consequence=starts_anew", file, e.toString());
            return EventFile.Events.NONE;
        }
    }
}
