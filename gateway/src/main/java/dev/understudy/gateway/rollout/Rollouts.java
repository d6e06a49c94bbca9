package dev.understudy.gateway.rollout;

import dev.understudy.config.Config;
import dev.understudy.config.Experiment.Canary;
import dev.understudy.config.Route;
import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.gateway.rollout.EventCodec.Event;
import dev.understudy.gateway.rollout.EventFile.Events;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The positions of all canaries.
 *
 * <p>Kept as start events in {@code rollouts.jsonl} of the data directory. {@link #settle} alone waits for that file; where it
 * cannot be read or written, positions are kept in memory until a later call can. Time never runs backwards here, even when the
 * machine's clock does: a share that was shown once stays. What another process of the same directory wrote last is
 * taken over once the same steps are served here, and a rollback at once.
 */
public final class Rollouts implements MeterBinder {
    private static final String FILE = "rollouts.jsonl";
    private static final Logger log = LoggerFactory.getLogger(Rollouts.class);

    private final EventFile file;
    private final InstantSource clock;
    /** Held while waiting for the file; never asked for by who holds this. */
    private final ReentrantLock disk = new ReentrantLock();

    private final Map<String, Start> starts;
    private final Map<String, Line> unsaved = new LinkedHashMap<>();
    private final AtomicLong failures = new AtomicLong();
    private Instant latest = Instant.MIN;
    /** What the file is known to hold; changed by who holds the disk as well. */
    private Events written;

    private String unreadBecause = "";
    private String unsavedBecause = "";

    private record Line(Event event, Start start) {
        String json() {
            return EventCodec.encode(event, start);
        }
    }

    private Rollouts(EventFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.written = readOrNothing();
        this.starts = new HashMap<>(written.lastByRoute());
    }

    /** Never fails: what cannot be read is logged, counted and treated as nothing. */
    public static Rollouts open(Path dataDirectory, InstantSource clock) {
        return new Rollouts(new EventFile(dataDirectory.resolve(FILE)), clock);
    }

    /**
     * The exposure of each canary route, by its name. A route that is new, has a new salt or other steps is to be written down
     * by the next {@link #settle}; call again when the file was reloaded and at the earliest {@link Exposure#nextChange}.
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
     * Does what a person wants of one canary, from now on; before, {@link #settle} to know what other processes were told, and
     * after, to keep it.
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
    }

    /** Whether a restart would find this canary where it is. */
    public synchronized boolean isPersisted(String route) {
        return !unsaved.containsKey(route);
    }

    /** Reads what other processes wrote, and writes what is not written yet. May wait for a disk for any time. */
    public void settle() {
        disk.lock();
        try {
            if (readAgain()) {
                save();
            }
        } finally {
            disk.unlock();
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Catalogue.ROLLOUT_FAILURES.counter(registry, failures, AtomicLong::get);
        Catalogue.ROLLOUT_PERSISTED.gauge(registry, this, own -> own.isSaved() ? 1 : 0);
    }

    private Instant now() {
        Instant now = clock.instant();
        latest = now.isAfter(latest) ? now : latest;
        return latest;
    }

    private Start position(String route, Canary canary, Instant now) {
        Start before = starts.get(route);
        Start start = begin(Optional.ofNullable(before), route, canary, now);
        if (start.isRolledBack()) {
            starts.put(route, start); // edited steps are written with the order that makes them count
        } else if (!start.equals(before)) {
            boolean goesOn = before != null && before.salt().equals(start.salt());
            Event event = goesOn ? Event.ADJUSTED : Event.STARTED;
            write(event, start);
        }
        return start;
    }

    private void write(Event event, Start start) {
        starts.put(start.route(), start);
        unsaved.put(start.route(), new Line(event, start));
        log.info(
                "rollout_{} route={} salt={} step={} held={}",
                event.json(),
                start.route(),
                start.salt(),
                start.step(),
                start.held());
    }

    /** What the file says last of a canary, where it holds for the one that is served. */
    private void takeOver(Config config) {
        for (Route route : config.routes()) {
            Start last = written.lastByRoute().get(route.name());
            if (last != null
                    && route.experiment() instanceof Canary canary
                    && last.holdsFor(canary)
                    && !unsaved.containsKey(route.name())) {
                starts.put(route.name(), last);
            }
        }
    }

    private boolean readAgain() {
        try {
            if (file.bytes() != written.bytes()) {
                found(file.read());
            }
            unreadBecause = "";
            return true;
        } catch (IOException e) {
            failures.incrementAndGet();
            if (!unreadBecause.equals(e.toString())) {
                log.warn("rollout_not_read_again file={} reason={} consequence=kept_in_memory", file, e.toString());
            }
            unreadBecause = e.toString();
            return false;
        }
    }

    /** What is not written yet does not count where somebody else wrote what outdates it. */
    private synchronized void found(Events events) {
        events.lastByRoute().forEach((route, last) -> {
            Line pending = unsaved.get(route);
            boolean isNews = !last.equals(written.lastByRoute().get(route));
            if (pending != null && isNews && pending.start().isOutdatedBy(last)) {
                unsaved.remove(route);
                log.warn(
                        "rollout_outdated event={} route={} at={} by={}",
                        pending.event().json(),
                        route,
                        pending.start().at(),
                        last.at());
            }
        });
        written.lastByRoute().forEach((route, last) -> {
            if (!events.lastByRoute().containsKey(route)) {
                lost(route, last);
            }
        });
        written = events;
    }

    /** The file was removed or cut, and what people said holds all the same. */
    private void lost(String route, Start last) {
        unsaved.putIfAbsent(route, new Line(Event.RESTORED, starts.getOrDefault(route, last)));
        log.warn("rollout_lost file={} route={} consequence=written_again", file, route);
    }

    private static Start begin(Optional<Start> before, String route, Canary canary, Instant now) {
        return before.map(start -> Continuation.of(start, route, canary, now))
                .orElseGet(() -> Start.anew(route, canary.salt(), canary.steps(), now));
    }

    private void save() {
        try {
            if (!isSaved()) {
                List<Line> lines = new ArrayList<>();
                long bytes = file.append(written, now -> {
                    lines.addAll(pending(now));
                    return lines.stream().map(Line::json).toList();
                });
                saved(lines, bytes);
            }
            unsavedBecause = "";
        } catch (IOException e) {
            failures.incrementAndGet();
            if (!unsavedBecause.equals(e.toString())) {
                log.warn("rollout_not_saved file={} reason={} consequence=kept_in_memory", file, e.toString());
            }
            unsavedBecause = e.toString();
        }
    }

    private synchronized boolean isSaved() {
        return unsaved.isEmpty();
    }

    private synchronized List<Line> pending(Events now) {
        found(now);
        return List.copyOf(unsaved.values());
    }

    /** Whoever gave another order meanwhile has it written the next time. */
    private synchronized void saved(List<Line> lines, long bytes) {
        Map<String, Start> last = new HashMap<>(written.lastByRoute());
        for (Line line : lines) {
            last.put(line.start().route(), line.start());
            unsaved.remove(line.start().route(), line);
        }
        written = new Events(last, written.unreadable(), bytes);
    }

    private Events readOrNothing() {
        try {
            Events events = file.read();
            if (events.unreadable() > 0) {
                log.warn("rollout_lines_unreadable file={} lines={}", file, events.unreadable());
            }
            return events;
        } catch (IOException e) {
            failures.incrementAndGet();
            log.warn("rollout_not_read file={} reason={} consequence=starts_anew", file, e.toString());
            return Events.NONE;
        }
    }
}
