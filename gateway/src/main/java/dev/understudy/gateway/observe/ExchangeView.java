package dev.understudy.gateway.observe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One exchange as it is told to people who look: for the access log once its answer is out, for spans once every leg is over.
 * No body, no header but the user agent.
 *
 * @param target in origin form, with the query, as the client sent it: whoever shows it redacts it
 * @param durationNanos from the request's first byte to the answer's last
 * @param ownNanos what the gateway added; 0 where that cannot be told
 * @param route null when none was found
 * @param cause null when nothing failed
 * @param trace null when there is none
 */
public record ExchangeView(
        String id,
        long epochMillis,
        long durationNanos,
        long ownNanos,
        String client,
        String scheme,
        String protocol,
        String method,
        String target,
        @Nullable String userAgent,
        @Nullable String route,
        int status,
        long bytesIn,
        long bytesOut,
        @Nullable String assigned,
        @Nullable String served,
        @Nullable String cause,
        @Nullable TraceView trace,
        List<LegView> legs) {
    public ExchangeView {
        legs = List.copyOf(legs);
    }

    /**
     * The ids of an exchange's own span, in hexadecimal digits.
     *
     * @param callerSpan null when the trace begins here
     */
    public record TraceView(
            String traceId, String span, @Nullable String callerSpan, String state) {}

    /**
     * One leg.
     *
     * @param span null when no model was asked
     * @param copy whether nobody gets its answer
     * @param endpoint null when no model was asked
     * @param cause null when nothing failed
     * @param status 0 without a response
     * @param startNanos since the exchange began
     */
    public record LegView(
            @Nullable String span,
            String role,
            String model,
            boolean copy,
            @Nullable String endpoint,
            int attempts,
            String outcome,
            @Nullable String cause,
            int status,
            long bytes,
            long startNanos,
            long endNanos) {}
}
