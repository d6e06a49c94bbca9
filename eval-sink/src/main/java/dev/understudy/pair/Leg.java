package dev.understudy.pair;

import dev.understudy.config.Model.Price;
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
 * @param generation what is known of an LLM's answer beside its tokens
 * @param rewritten whether the model got another body than the client sent, as its {@code rewrite.setBody} says
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
        Generation generation,
        boolean rewritten,
        @Nullable Stream stream) {
    public Leg {
        headers = Headers.copyOf(headers);
    }

    /** A leg of which no more is known. */
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
            @Nullable Tokens tokens,
            @Nullable Stream stream) {
        this(
                role,
                model,
                endpoint,
                attempts,
                outcome,
                cause,
                status,
                headers,
                body,
                times,
                tokens,
                Generation.NONE,
                false,
                stream);
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

    /**
     * What the model used: as it says itself, or as counted here.
     *
     * @param input all of the request's, cached ones among them
     * @param cachedInput those of the input that were not computed anew; null when the model does not say
     * @param reasoning those of the output that the client does not see; null when the model does not say
     * @param estimated whether some of it was counted here, with a tokeniser that may not be the model's own
     * @param partial whether the answer was cut, so that these are what came until then
     */
    public record Tokens(
            long input,
            long output,
            @Nullable Long cachedInput,
            @Nullable Long reasoning,
            boolean estimated,
            boolean partial) {
        /** As a model says it that says no more. */
        public Tokens(long input, long output) {
            this(input, output, null, null, false, false);
        }

        /** What they cost at this price. */
        public Cost cost(Price price) {
            return new Cost(price.of(input, cachedInput == null ? 0 : cachedInput, output), price.currency());
        }

        /** The same, of an answer that was cut. */
        public Tokens cut() {
            return new Tokens(input, output, cachedInput, reasoning, estimated, true);
        }
    }

    /**
     * What is known of how an LLM's answer came about.
     *
     * @param reportedModel what the answer calls its model
     * @param finishReason why it ended, in the model's own word
     * @param interToken null when fewer than two content events came
     * @param cost null without tokens, or without a price
     */
    public record Generation(
            @Nullable String reportedModel,
            @Nullable String finishReason,
            @Nullable InterToken interToken,
            @Nullable Cost cost) {
        public static final Generation NONE = new Generation(null, null, null, null);

        /** The same at this price. */
        public Generation costing(@Nullable Cost price) {
            return new Generation(reportedModel, finishReason, interToken, price);
        }
    }

    /** The times between one content event of a stream and the next, in milliseconds; the percentile is within 5 %. */
    public record InterToken(int gaps, double mean, double p95, double max) {}

    /** @param currency as the price table names it */
    public record Cost(double amount, String currency) {}

    /**
     * What the answer was assembled from.
     *
     * @param events server-sent events that were read whole
     * @param complete whether the stream came to its end, and all of it was kept
     */
    public record Stream(int events, boolean complete) {}
}
