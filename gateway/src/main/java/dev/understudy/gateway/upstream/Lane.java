package dev.understudy.gateway.upstream;

import dev.understudy.config.Model;
import dev.understudy.gateway.wire.Failure;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One way to a model: for those who wait for its answer, or for shadows. Each has its own breaker and its own places. */
public final class Lane {
    @SuppressWarnings("StaticAssignmentOfThrowable") // the breaker asks for one; it has no stack to be wrong
    private static final Exception FAILED = new Exception("failed", null, false, false) {
        private static final long serialVersionUID = 1;
    };

    private final boolean shadow;
    private final CircuitBreaker breaker;
    private final Bulkhead places;

    Lane(Model model, boolean shadow) {
        this.shadow = shadow;
        String name = model.name() + (shadow ? "/shadow" : "");
        Model.Breaker settings = model.breaker();
        int window = Math.max(100, settings.minimumCalls());
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindow(
                                window,
                                settings.minimumCalls(),
                                SlidingWindowType.COUNT_BASED,
                                SlidingWindowSynchronizationStrategy.LOCK_FREE)
                        .failureRateThreshold((float) settings.failureRate())
                        .waitDurationInOpenState(settings.openFor())
                        .permittedNumberOfCallsInHalfOpenState(Math.min(10, settings.minimumCalls()))
                        .writableStackTraceEnabled(false)
                        .build());
        this.places = Bulkhead.of(
                name,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(model.maxInFlight())
                        .maxWaitDuration(Duration.ZERO)
                        .writableStackTraceEnabled(false)
                        .build());
    }

    /** Whether its connections carry shadows. */
    boolean isShadow() {
        return shadow;
    }

    /** Takes a place, which {@link #leave} or {@link #abandon} gives back, or says why there is none. */
    Optional<Failure> enter() {
        if (!places.tryAcquirePermission()) {
            return Optional.of(Failure.SHED_IN_FLIGHT);
        }
        if (!breaker.tryAcquirePermission()) {
            places.onComplete();
            return Optional.of(Failure.BREAKER_OPEN);
        }
        return Optional.empty();
    }

    /** Gives the place back with what came of it. */
    void leave(boolean good, long nanos) {
        places.onComplete();
        if (good) {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        } else {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, FAILED);
        }
    }

    /** Gives the place back when nothing can be said of the model. */
    void abandon() {
        places.onComplete();
        breaker.releasePermission();
    }

    public String breakerState() {
        return breaker.getState().name().toLowerCase(Locale.ROOT);
    }

    public int inFlight() {
        return places.getBulkheadConfig().getMaxConcurrentCalls()
                - places.getMetrics().getAvailableConcurrentCalls();
    }
}
