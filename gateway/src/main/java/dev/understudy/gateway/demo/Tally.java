package dev.understudy.gateway.demo;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the people of the demo saw, counted on their side of the gateway. Any thread. */
final class Tally {
    private final Map<DemoRoute, LongAdder> answered = new ConcurrentHashMap<>();
    private final Map<DemoRoute, LongAdder> failed = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();
    private final LongAdder streamed = new LongAdder();
    private final LongAdder feedback = new LongAdder();
    private final LongAdder feedbackFailed = new LongAdder();
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();

    void countAnswered(DemoRoute route) {
        answered.computeIfAbsent(route, key -> new LongAdder()).increment();
    }

    void countFailed(DemoRoute route, String why) {
        failed.computeIfAbsent(route, key -> new LongAdder()).increment();
        remember(route.label() + ": " + why);
    }

    /** A bad request that got its 4xx. */
    void countRefused() {
        refused.increment();
    }

    void countStreamed() {
        streamed.increment();
    }

    void countFeedback(int events) {
        feedback.add(events);
    }

    void countFeedbackFailed(String why) {
        feedbackFailed.increment();
        remember("feedback: " + why);
    }

    private void remember(String failure) {
        firstFailure.compareAndSet(null, failure);
    }

    long answered(DemoRoute route) {
        return sum(answered, route);
    }

    long failed(DemoRoute route) {
        return sum(failed, route);
    }

    long answered() {
        return answered.values().stream().mapToLong(LongAdder::sum).sum();
    }

    long failed() {
        return failed.values().stream().mapToLong(LongAdder::sum).sum();
    }

    long refused() {
        return refused.sum();
    }

    long streamed() {
        return streamed.sum();
    }

    long feedback() {
        return feedback.sum();
    }

    long feedbackFailed() {
        return feedbackFailed.sum();
    }

    Optional<String> firstFailure() {
        return Optional.ofNullable(firstFailure.get());
    }

    private static long sum(Map<DemoRoute, LongAdder> counts, DemoRoute route) {
        LongAdder count = counts.get(route);
        return count == null ? 0 : count.sum();
    }
}
