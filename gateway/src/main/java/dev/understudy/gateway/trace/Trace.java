package dev.understudy.gateway.trace;

import dev.understudy.gateway.wire.TraceHeaders;

/**
 * The trace that one exchange belongs to.
 *
 * @param own the exchange's own span in it
 * @param caller the span that called; 0 when the trace begins here
 * @param state what goes on to models
 */
public record Trace(TraceParent own, long caller, String state) {
    /** For a model that answers a client, whose span has this id. */
    public TraceHeaders headers(long leg) {
        return new TraceHeaders(own.from(leg).text(), state);
    }

    /** For a model that gets a copy. */
    public TraceHeaders shadowHeaders(long leg) {
        return new TraceHeaders(own.from(leg).text(), TraceState.shadowed(state));
    }
}
