package dev.understudy.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Model;
import dev.understudy.config.Selection;
import dev.understudy.gateway.upstream.ConnectionPool.Use;
import dev.understudy.gateway.wire.Failure;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final int PLACES = 10;
    private static final double[] FAILING = {0, 0, 0.002, 0.02, 0.2, 0.45, 0.7};

    /** What it does not tell its breaker changes nothing of what the breaker decides. */
    @ParameterizedTest
    @CsvSource({"1, 20, 50", "2, 20, 50", "3, 150, 50", "4, 1, 10", "5, 100, 3", "6, 20, 1", "7, 300, 30", "8, 20, 100"
    })
    void a_breaker_that_hears_of_everything_decides_the_same(long seed, int calls, double rate) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int life = 0; life < 20; life++) {
            Lane lane = lane(new Model.Breaker(rate, calls, LONG));
            CircuitBreaker told = told(rate, calls);
            for (int phase = 0; phase < 8 && lane.enter().isEmpty(); phase++) {
                double failing = FAILING[random.nextInt(FAILING.length)];
                lane.abandon();
                for (int call = random.nextInt(600); call > 0 && lane.enter().isEmpty(); call--) {
                    boolean good = random.nextDouble() >= failing;
                    lane.leave(good);
                    tell(told, good);
                    assertThat(lane.breakerState())
                            .isEqualTo(told.getState().name().toLowerCase(Locale.ROOT));
                    assertThat(lane.failureRate().orElse(-1))
                            .isEqualTo(told.getMetrics().getFailureRate());
                }
            }
        }
    }

    /** However many endpoints a model has: a check without a place would say that its endpoint is not well. */
    @Test
    void checks_of_health_have_places_beside_those_of_calls() {
        Lane calls = lane(Model.Breaker.DEFAULT);
        Lane checks = lane(Model.Breaker.DEFAULT, Use.HEALTH);
        for (int i = 0; i < PLACES; i++) {
            assertThat(calls.enter()).isEmpty();
            assertThat(checks.enter()).isEmpty();
        }

        assertThat(calls.enter()).contains(Failure.SHED_IN_FLIGHT);
        assertThat(checks.enter()).isEmpty();
    }

    private static void tell(CircuitBreaker told, boolean good) {
        if (good) {
            told.onSuccess(1, TimeUnit.NANOSECONDS);
        } else {
            told.onError(1, TimeUnit.NANOSECONDS, new IllegalStateException());
        }
    }

    private static CircuitBreaker told(double rate, int calls) {
        return CircuitBreaker.of(
                "told",
                CircuitBreakerConfig.custom()
                        .slidingWindow(Math.max(100, calls), calls, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold((float) rate)
                        .waitDurationInOpenState(LONG)
                        .build());
    }

    private static Lane lane(Model.Breaker breaker) {
        return lane(breaker, Use.PRIMARY);
    }

    private static Lane lane(Model.Breaker breaker, Use use) {
        Model model = new Model(
                "model",
                List.of(URI.create("http://127.0.0.1:1")),
                Model.Tls.DEFAULT,
                false,
                Model.Timeouts.DEFAULT,
                PLACES,
                breaker,
                new Model.Credentials.CallersForLegacyOnly(),
                Model.Rewrite.NONE,
                Selection.DEFAULT,
                Optional.empty());
        return new Lane(model, use, Peers.first(model, null, new VirtualHome()), new LaneCounts());
    }
}
