package dev.understudy.gateway.upstream;

import dev.understudy.config.Model;
import dev.understudy.config.Selection;
import dev.understudy.gateway.upstream.ConnectionPool.Use;
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
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One way to a model: for those who wait for its answer, or for shadows. Each has its own breaker, its own places and its
 * own budget for asking again.
 */
public final class Lane {
    @SuppressWarnings("StaticAssignmentOfThrowable") // the breaker asks for one; it has no stack to be wrong
    private static final Exception FAILED = new Exception("failed", null, false, false) {
        private static final long serialVersionUID = 1;
    };

    /** A rate over fewer calls than this says little; each that is remembered costs 130 bytes. */
    private static final int WINDOW_MIN = 100;

    private final Use use;
    private final Peers peers;
    private final LaneCounts counts;
    private final Selection.Retry retry;
    private final RetryBudget budget;
    private final CircuitBreaker breaker;
    private final int window;
    private final Bulkhead places;

    /** Good ends in a row that the breaker was told of since its state changed. */
    private final AtomicInteger goodRun = new AtomicInteger();

    Lane(Model model, Use use, Peers peers, LaneCounts counts) {
        this.use = use;
        this.peers = peers;
        this.counts = counts;
        this.retry = model.selection().retry();
        this.budget = new RetryBudget(retry, counts::calls, System.nanoTime());
        String name = model.name() + "/" + use.name().toLowerCase(Locale.ROOT);
        Model.Breaker settings = model.breaker();
        int calls = use == Use.HEALTH ? 1 : settings.minimumCalls();
        this.window = use == Use.HEALTH ? 1 : Math.max(WINDOW_MIN, calls);
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindow(
                                window,
                                calls,
                                SlidingWindowType.COUNT_BASED,
                                SlidingWindowSynchronizationStrategy.LOCK_FREE)
                        .failureRateThreshold((float) settings.failureRate())
                        .waitDurationInOpenState(settings.openFor())
                        .permittedNumberOfCallsInHalfOpenState(Math.min(10, calls))
                        .writableStackTraceEnabled(false)
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> goodRun.set(0));
        if (use == Use.HEALTH) {
            breaker.transitionToDisabledState();
        }
        this.places = Bulkhead.of(
                name,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(use == Use.HEALTH ? Integer.MAX_VALUE : model.maxInFlight())
                        .maxWaitDuration(Duration.ZERO)
                        .writableStackTraceEnabled(false)
                        .build());
    }

    /** Which connections carry its calls. */
    Use use() {
        return use;
    }

    /** Takes a place, which {@link #leave} or {@link #abandon} gives back, or says why there is none. */
    Optional<Failure> enter() {
        if (use == Use.SHADOW && peers.isToBeSpared()) {
            counts.refusedOnRequest();
            return Optional.of(Failure.BACK_OFF);
        }
        if (!places.tryAcquirePermission()) {
            counts.refusedForPlaces();
            return Optional.of(Failure.SHED_IN_FLIGHT);
        }
        if (!breaker.tryAcquirePermission()) {
            places.onComplete();
            counts.refusedByBreaker();
            return Optional.of(Failure.BREAKER_OPEN);
        }
        counts.called();
        return Optional.empty();
    }

    /** Whether a call that was tried so often may be tried again; takes that from the budget. */
    boolean mayRetry(int attempts, Selection.Retry.Cause cause, long now) {
        if (attempts >= retry.attempts() || !retry.on().contains(cause)) {
            return false;
        }
        if (budget.take(now)) {
            counts.retried();
            return true;
        }
        counts.retryRefused();
        return false;
    }

    /**
     * Gives the place back with what came of it.
     *
     * <p>The breaker never hears how long a call took: by itself it would open for those of more than a minute, and a long
     * stream is no fault. So a window that holds nothing but good ends is the same after one more, of which it need not hear
     * either. That window is a list whose old nodes keep the newer ones from the collector until a full collection: what it
     * does not hear costs none.
     */
    void leave(boolean good) {
        places.onComplete();
        if (!good) {
            breaker.onError(0, TimeUnit.NANOSECONDS, FAILED);
            goodRun.set(0); // not before: a good end in between would count although the bad one is younger
        } else if (goodRun.get() < window || breaker.getState() != CircuitBreaker.State.CLOSED) {
            goodRun.incrementAndGet();
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    /** Gives the place back when nothing can be said of the model. */
    void abandon() {
        places.onComplete();
        breaker.releasePermission();
    }

    /** {@code closed}, {@code open} or {@code half_open}. */
    public String breakerState() {
        return breaker.getState().name().toLowerCase(Locale.ROOT);
    }

    ModelStatus.LaneStatus status() {
        return new ModelStatus.LaneStatus(breakerState(), failureRate(), inFlight(), placesMax(), counts);
    }

    /** Percent of the last calls; empty while there were too few to tell. */
    public OptionalDouble failureRate() {
        float rate = breaker.getMetrics().getFailureRate();
        return rate < 0 ? OptionalDouble.empty() : OptionalDouble.of(rate);
    }

    public int inFlight() {
        return placesMax() - places.getMetrics().getAvailableConcurrentCalls();
    }

    private int placesMax() {
        return places.getBulkheadConfig().getMaxConcurrentCalls();
    }

    public LaneCounts counts() {
        return counts;
    }
}
