package dev.understudy.gateway.pressure;

import dev.understudy.config.Pressure;
import dev.understudy.gateway.observe.Catalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The present level, and what was given up. Event loops come by ten times a second, and whichever comes first measures: so a
 * loop that hangs is noticed by the others. Any thread.
 */
public final class PressureWatch {
    public static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final Logger log = LoggerFactory.getLogger(PressureWatch.class);

    private final Map<Signal, ToDoubleFunction<Pressure>> measures = new EnumMap<>(Signal.class);
    private final Map<Signal, Double> fills = new EnumMap<>(Signal.class);
    private final Map<Level, LongAdder> shed = new EnumMap<>(Level.class);
    private final LoopLag lag;
    private final AtomicLong lookedNanos;
    private Ladder.Position position = Ladder.Position.START;
    private volatile Pressure limits = Pressure.DEFAULT;
    private volatile Level level = Level.CALM;
    private volatile double lagSeconds;

    /** @param measures each signal but {@link Signal#LOOP_LAG} as a part of its limit under given settings */
    public PressureWatch(
            int loops, Map<Signal, ToDoubleFunction<Pressure>> measures, MeterRegistry registry, long nowNanos) {
        this.measures.putAll(measures);
        this.measures.put(
                Signal.LOOP_LAG,
                settings -> lagSeconds * 1000 / settings.loopLag().toMillis());
        this.lag = new LoopLag(loops, PERIOD_NANOS, nowNanos);
        this.lookedNanos = new AtomicLong(nowNanos);
        for (Level what : Level.values()) {
            if (what != Level.CALM) {
                shed.put(what, Catalogue.PRESSURE_SHED.counter(registry, what.label()));
            }
        }
        for (Signal signal : this.measures.keySet()) {
            Catalogue.PRESSURE_FILL.gauge(registry, this, own -> own.fill(signal), signal.label());
        }
        Catalogue.PRESSURE_LEVEL.gauge(registry, this, own -> own.level.steps());
        Catalogue.LOOP_LAG.gauge(registry, this, own -> own.lagSeconds);
    }

    /** Goes by these limits from now on. */
    public void revise(Pressure settings) {
        limits = settings;
    }

    /** What a request may still have: one read. */
    public Level level() {
        return level;
    }

    /** Whether that many requests under way are too many: counted exactly, whatever was measured last. */
    public boolean isFull(int inFlight) {
        return inFlight > limits.inFlight();
    }

    /** Counts that something was given up. */
    public void shed(Level what) {
        Objects.requireNonNull(shed.get(what)).increment();
    }

    /** From an event loop, each {@link #PERIOD_NANOS}. */
    public void came(int loop, long nowNanos) {
        lag.came(loop, nowNanos);
        long looked = lookedNanos.get();
        if (nowNanos - looked >= PERIOD_NANOS / 2 && lookedNanos.compareAndSet(looked, nowNanos)) {
            look(loop, nowNanos);
        }
    }

    private synchronized void look(int loop, long nowNanos) {
        lagSeconds = lag.seconds(loop, nowNanos);
        Pressure settings = limits;
        Signal fullest = Signal.LOOP_LAG;
        for (Map.Entry<Signal, ToDoubleFunction<Pressure>> measure : measures.entrySet()) {
            fills.put(measure.getKey(), measure.getValue().applyAsDouble(settings));
        }
        for (Signal signal : fills.keySet()) {
            fullest = fill(signal) > fill(fullest) ? signal : fullest;
        }
        Level before = level;
        position = new Ladder(settings.shed(), settings.calmAfter()).next(position, fills, nowNanos);
        level = position.level();
        if (level != before) {
            say(before, fullest);
        }
    }

    private void say(Level before, Signal fullest) {
        String fill = String.format(Locale.ROOT, "%.2f", fill(fullest));
        if (level.compareTo(before) > 0) {
            log.warn(
                    "pressure_rose sheds={} before={} fullest={} fill={}",
                    level.label(),
                    before.label(),
                    fullest.label(),
                    fill);
        } else {
            log.info(
                    "pressure_fell sheds={} before={} fullest={} fill={}",
                    level.label(),
                    before.label(),
                    fullest.label(),
                    fill);
        }
    }

    private synchronized double fill(Signal signal) {
        return fills.getOrDefault(signal, 0.0);
    }
}
