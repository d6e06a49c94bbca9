package dev.understudy.gateway.upstream;

import java.util.concurrent.atomic.LongAdder;

/** What was counted of one way to a model since the process began, across revisions. Any thread. */
public final class LaneCounts {
    private final LongAdder calls = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder retriesRefused = new LongAdder();
    private final LongAdder shed = new LongAdder();
    private final LongAdder breakerOpen = new LongAdder();
    private final LongAdder backOff = new LongAdder();

    LaneCounts() {}

    void called() {
        calls.increment();
    }

    void refusedForPlaces() {
        shed.increment();
    }

    void refusedByBreaker() {
        breakerOpen.increment();
    }

    void refusedOnRequest() {
        backOff.increment();
    }

    void retried() {
        retries.increment();
    }

    void retryRefused() {
        retriesRefused.increment();
    }

    /** Calls that got a place, each once however often it was tried. */
    public long calls() {
        return calls.sum();
    }

    /** Attempts beyond calls' first. */
    public long retries() {
        return retries.sum();
    }

    /** Attempts that would have been made, had there been something left in the budget. */
    public long retriesRefused() {
        return retriesRefused.sum();
    }

    /** Calls that found all places taken. */
    public long shed() {
        return shed.sum();
    }

    /** Calls that were not made since the breaker was open. */
    public long breakerOpen() {
        return breakerOpen.sum();
    }

    /** Shadows that were not sent since the model had asked to be left alone. */
    public long backOff() {
        return backOff.sum();
    }
}
