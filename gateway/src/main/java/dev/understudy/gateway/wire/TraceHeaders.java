package dev.understudy.gateway.wire;

/**
 * What one model is told of the trace that its call belongs to (W3C Trace Context), in place of what the client said.
 *
 * @param parent the value of {@code traceparent}; empty when it gets none
 * @param state the value of {@code tracestate}; empty when it gets none
 */
public record TraceHeaders(String parent, String state) {
    /** Nothing, whatever the client said. */
    public static final TraceHeaders NONE = new TraceHeaders("", "");
}
