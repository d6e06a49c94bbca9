package dev.understudy.gateway;

import dev.understudy.gateway.observe.Catalogue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds each route's observed split against the configured one while it runs: a chi-square test of what was assigned since
 * the shares last changed. It looks every second, so its alarm (p below 0.0001) is stricter than the report's. Where users or
 * conversations are assigned, requests are not drawn one by one and say nothing; the report counts units there. One thread
 * looks, and one shows.
 */
final class SplitWatch {
    private static final double ALARM = 0.0001;
    private static final double EXPECTED_MIN = 8;
    private static final Logger log = LoggerFactory.getLogger(SplitWatch.class);

    private final Map<String, Epoch> epochs = new HashMap<>();
    private final MultiGauge mismatches;
    private final MultiGauge silences;
    private final MultiGauge observed;
    private volatile Rows latest = new Rows(List.of(), List.of(), List.of());

    /** @param before what had been assigned when these shares came into force */
    private record Epoch(Map<String, Double> shares, Map<String, Long> before, boolean alarmed) {}

    private record Rows(List<Row<?>> mismatches, List<Row<?>> silences, List<Row<?>> observed) {}

    SplitWatch(MeterRegistry registry) {
        this.mismatches = Catalogue.SPLIT_MISMATCH.rows(registry);
        this.silences = Catalogue.ROUTE_SILENT.rows(registry);
        this.observed = Catalogue.OBSERVED_SHARE.rows(registry);
    }

    /**
     * @param shares of routes with an experiment, by model, out of 1
     * @param assigned requests since this process began, by route and model
     * @param drawn routes where each request is drawn by itself
     */
    void look(Map<String, Map<String, Double>> shares, Map<String, Map<String, Long>> assigned, Set<String> drawn) {
        epochs.keySet().retainAll(shares.keySet());
        List<Row<?>> mismatchRows = new ArrayList<>();
        List<Row<?>> silenceRows = new ArrayList<>();
        List<Row<?>> observedRows = new ArrayList<>();
        shares.forEach((route, configured) -> {
            Map<String, Long> counts = assigned.getOrDefault(route, Map.of());
            Epoch epoch = epochs.get(route);
            if (epoch == null || !epoch.shares().equals(configured)) {
                epoch = new Epoch(configured, counts, false);
            }
            Map<String, Long> since = difference(counts, epoch.before());
            boolean mismatch = drawn.contains(route) && contradicts(configured, since);
            if (mismatch && !epoch.alarmed()) {
                log.error("split_mismatch route={} configured={} assigned={}", route, configured, since);
            }
            epochs.put(route, new Epoch(configured, epoch.before(), mismatch));
            mismatchRows.add(Catalogue.SPLIT_MISMATCH.row(mismatch ? 1 : 0, route));
            silenceRows.add(Catalogue.ROUTE_SILENT.row(since.isEmpty() ? 1 : 0, route));
            long all = since.values().stream().mapToLong(Long::longValue).sum();
            configured
                    .keySet()
                    .forEach(model -> observedRows.add(Catalogue.OBSERVED_SHARE.row(
                            all == 0 ? Double.NaN : since.getOrDefault(model, 0L) / (double) all, route, model)));
        });
        latest = new Rows(mismatchRows, silenceRows, observedRows);
    }

    /** Brings the gauges to what was seen last. */
    void show() {
        Rows rows = latest;
        mismatches.register(rows.mismatches(), true);
        silences.register(rows.silences(), true);
        observed.register(rows.observed(), true);
    }

    /** Whether these counts can hardly have come from these shares. */
    static boolean contradicts(Map<String, Double> shares, Map<String, Long> counts) {
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        List<String> arms = new ArrayList<>();
        for (Map.Entry<String, Double> arm : shares.entrySet()) {
            if (arm.getValue() > 0) {
                arms.add(arm.getKey());
            } else if (counts.getOrDefault(arm.getKey(), 0L) > 0) {
                return true;
            }
        }
        double[] expected = arms.stream()
                .mapToDouble(arm -> shares.getOrDefault(arm, 0.0) * all)
                .toArray();
        long[] observed =
                arms.stream().mapToLong(arm -> counts.getOrDefault(arm, 0L)).toArray();
        for (double count : expected) {
            if (count < EXPECTED_MIN) {
                return false;
            }
        }
        return arms.size() > 1
                && ChiSquareTest.withDefaults().test(expected, observed).getPValue() < ALARM;
    }

    private static Map<String, Long> difference(Map<String, Long> now, Map<String, Long> before) {
        Map<String, Long> difference = new HashMap<>();
        now.forEach((model, count) -> {
            long more = count - before.getOrDefault(model, 0L);
            if (more > 0) {
                difference.put(model, more);
            }
        });
        return difference;
    }
}
