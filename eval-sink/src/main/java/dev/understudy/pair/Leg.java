package dev.understudy.pair;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One model's part of a pair. A model that did not answer has one too, with an outcome and a cause.
 *
 * @param endpoint null when none was asked
 * @param attempts how often it was sent
 * @param cause null for {@link Outcome#OK}; otherwise what exactly, such as {@code firstByte} or {@code reset}
 * @param status null without a response
 * @param headers of the response, as in {@link Request}
 * @param body null without a response
 * @param stream not null when {@code body} is no longer what was on the wire but the answer assembled from its events
 */
public record Leg(
        Role role,
        String model,
        @Nullable String endpoint,
        int attempts,
        Outcome outcome,
        @Nullable String cause,
        @Nullable Integer status,
        Map<String, String> headers,
        @Nullable Body body,
        Times times,
        @Nullable Tokens tokens,
        @Nullable Stream stream) {
    public Leg {
        headers = Headers.copyOf(headers);
    }

    /** As an event loop knows it: whether the body is a stream is looked at when it is written. */
    public Leg(
            Role role,
            String model,
            @Nullable String endpoint,
            int attempts,
            Outcome outcome,
            @Nullable String cause,
            @Nullable Integer status,
            Map<String, String> headers,
            @Nullable Body body,
            Times times,
            @Nullable Tokens tokens) {
        this(role, model, endpoint, attempts, outcome, cause, status, headers, body, times, tokens, null);
    }

    /** Which part it plays. */
    public enum Role {
        LEGACY,
        CANDIDATE,
        NOISE;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** As the record writes it. */
        public String label() {
            return label;
        }
    }

    /** How it ended. */
    public enum Outcome {
        /** A complete response, whatever its status. */
        OK,
        ERROR,
        TIMEOUT,
        CANCELLED,
        /** Not asked, or stopped, because there was too much to do. */
        SHED,
        TOO_LARGE,
        /** Not asked on purpose. */
        SKIPPED;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** As the record writes it. */
        public String label() {
            return label;
        }
    }

    /**
     * Milliseconds since the request's first byte arrived here, from a monotonic clock; null for what did not happen.
     *
     * @param firstTokenMs the first content event of a stream
     */
    public record Times(
            @Nullable Double sentMs,
            @Nullable Double firstByteMs,
            @Nullable Double firstTokenMs,
            @Nullable Double lastByteMs) {
        public static final Times NONE = new Times(null, null, null, null);
    }

    /** What the model says it used. */
    public record Tokens(long input, long output) {}

    /**
     * What the answer was assembled from.
     *
     * @param events server-sent events that were read whole
     * @param complete whether the stream came to its end, and all of it was kept
     */
    public record Stream(int events, boolean complete) {}
}
