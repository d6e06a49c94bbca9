package dev.understudy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitWatchTest {
    private static final Map<String, Double> HALVES = Map.of("v1", 0.5, "v2", 0.5);

    @Test
    void aSplitThatChanceCanExplainIsNoMismatch() {
        assertThat(SplitWatch.contradicts(HALVES, Map.of("v1", 5050L, "v2", 4950L)))
                .isFalse();
    }

    @Test
    void aSplitThatChanceCannotExplainIsAMismatch() {
        assertThat(SplitWatch.contradicts(HALVES, Map.of("v1", 5300L, "v2", 4700L)))
                .isTrue();
    }

    @Test
    void anArmThatWasNeverChosenIsAMismatch() {
        assertThat(SplitWatch.contradicts(HALVES, Map.of("v1", 100L))).isTrue();
    }

    @Test
    void oneRequestForAnArmWithNoShareIsAMismatch() {
        assertThat(SplitWatch.contradicts(Map.of("v1", 1.0, "v2", 0.0), Map.of("v1", 9L, "v2", 1L)))
                .isTrue();
    }

    @Test
    void fewRequestsSayNothing() {
        assertThat(SplitWatch.contradicts(HALVES, Map.of("v1", 15L))).isFalse();
    }

    @Test
    void newSharesBeginANewCount() {
        var registry = new SimpleMeterRegistry();
        var watch = new SplitWatch(registry);
        watch.look(Map.of("r", HALVES), Map.of("r", Map.of("v1", 5000L, "v2", 5000L)), Set.of("r"));
        var shifted = Map.of("v1", 0.9, "v2", 0.1);

        watch.look(Map.of("r", shifted), Map.of("r", Map.of("v1", 5000L, "v2", 5000L)), Set.of("r"));
        assertThat(gauge(watch, registry, "understudy.route.silent")).isEqualTo(1);

        watch.look(Map.of("r", shifted), Map.of("r", Map.of("v1", 5900L, "v2", 5100L)), Set.of("r"));
        assertThat(gauge(watch, registry, "understudy.route.silent")).isZero();
        assertThat(gauge(watch, registry, "understudy.split.mismatch")).isZero();

        watch.look(Map.of("r", shifted), Map.of("r", Map.of("v1", 5900L, "v2", 6100L)), Set.of("r"));
        assertThat(gauge(watch, registry, "understudy.split.mismatch")).isEqualTo(1);
    }

    @Test
    void requestsOfStickyUnitsSayNothing() {
        var registry = new SimpleMeterRegistry();
        var watch = new SplitWatch(registry);
        watch.look(Map.of("r", HALVES), Map.of("r", Map.of()), Set.of());

        watch.look(Map.of("r", HALVES), Map.of("r", Map.of("v1", 900L, "v2", 100L)), Set.of());

        assertThat(gauge(watch, registry, "understudy.split.mismatch")).isZero();
    }

    private static double gauge(SplitWatch watch, SimpleMeterRegistry registry, String name) {
        watch.show();
        return registry.get(name).tag("route", "r").gauge().value();
    }
}
