package dev.understudy.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A named upstream: where it is, how long and how much it may take, and what a request to it looks like.
 *
 * @param endpoints base addresses, {@code http://host:port} or {@code https://host:port} with an optional path that is
 *     put before the request's
 * @param tls how those over TLS are called
 * @param http2 whether it is called over HTTP/2, and nothing else, instead of HTTP/1.1
 * @param maxInFlight requests under way at it from this process; one more is not sent
 * @param selection which of the endpoints is asked
 */
public record Model(
        String name,
        List<URI> endpoints,
        Tls tls,
        boolean http2,
        Timeouts timeouts,
        int maxInFlight,
        Breaker breaker,
        Credentials credentials,
        Rewrite rewrite,
        Selection selection,
        Optional<Price> price) {
    public Model {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("endpoints: none (expected: at least one)");
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("maxInFlight: " + maxInFlight + " (expected: >= 1)");
        }
    }

    /**
     * How a model is called over TLS. Its certificate has to be good unless {@code verify} is off.
     *
     * @param ca certificates of those who may vouch for it, instead of the system's; null for the system's
     * @param certificate what we show, with those who vouch for us behind it; null for nothing
     * @param key of {@code certificate}; null without one
     * @param serverName what it is called in the handshake and in its certificate; null for the endpoint's host
     * @param verify whether its certificate is looked at
     */
    public record Tls(
            @Nullable Path ca,
            @Nullable Path certificate,
            @Nullable Path key,
            @Nullable String serverName,
            boolean verify) {
        public static final Tls DEFAULT = new Tls(null, null, null, null, true);

        public Tls {
            if ((certificate == null) != (key == null)) {
                throw new IllegalArgumentException(
                        "certificate: " + certificate + " and key: " + key + " (expected: both, or neither)");
            }
            if (ca != null && !verify) {
                throw new IllegalArgumentException("ca: " + ca + " (expected: none, since nothing is verified)");
            }
        }
    }

    /**
     * @param connect until the connection stands, TLS and HTTP/2 included
     * @param firstByte from the request's sending to the response's first byte
     * @param firstToken from the request's sending to the first content of a stream of events
     * @param idle between two pieces of a response
     * @param total for everything
     */
    public record Timeouts(Duration connect, Duration firstByte, Duration firstToken, Duration idle, Duration total) {
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(300),
                Duration.ofSeconds(30),
                Duration.ofSeconds(300));
    }

    /**
     * When to stop asking a failing model for a while.
     *
     * @param failureRate percent of the last calls
     * @param minimumCalls calls before the rate means anything; so many are remembered
     * @param openFor how long nothing is sent before it is tried again
     */
    public record Breaker(double failureRate, int minimumCalls, Duration openFor) {
        /** Each call that is remembered costs memory, at every model twice. */
        public static final int MINIMUM_CALLS_MAX = 10_000;

        public static final Breaker DEFAULT = new Breaker(50, 20, Duration.ofSeconds(10));

        public Breaker {
            if (!(failureRate > 0 && failureRate <= 100)) {
                throw new IllegalArgumentException("failureRate: " + failureRate + " (expected: above 0, at most 100)");
            }
            if (minimumCalls < 1 || minimumCalls > MINIMUM_CALLS_MAX) {
                throw new IllegalArgumentException(
                        "minimumCalls: " + minimumCalls + " (expected: 1.." + MINIMUM_CALLS_MAX + ")");
            }
        }
    }

    /** What a model gets to know of who asks. */
    public sealed interface Credentials {
        /** The default: a legacy model gets the caller's own, a candidate none. */
        record CallersForLegacyOnly() implements Credentials {}

        /** {@code passThrough: true}: the caller's own, also as a candidate. */
        record PassThrough() implements Credentials {}

        /** {@code bearer: {file: …}}: this token, whoever asks. */
        record Bearer(Secret token) implements Credentials {}
    }

    /**
     * What is changed in a request to the model.
     *
     * @param setHeaders names in lower case; each replaces what the client sent
     * @param setBody what is to stand at these places of a JSON body, as JSON; none lies within another
     * @param maxBody largest body that is changed; a larger one is not sent
     */
    public record Rewrite(Map<String, String> setHeaders, Map<Pointer, String> setBody, int maxBody) {
        static final int MAX_BODY = 1024 * 1024;

        public static final Rewrite NONE = new Rewrite(Map.of(), Map.of(), MAX_BODY);

        public Rewrite {
            setHeaders = Map.copyOf(setHeaders);
            setBody = Map.copyOf(setBody);
        }
    }

    /** What a million tokens cost, in one currency for all models. */
    public record Price(double input, double output, double cachedInput, String currency) {
        private static final double MILLION = 1_000_000;

        /**
         * What these cost, to a millionth of a millionth.
         *
         * @param inputTokens cached ones among them
         */
        public double of(long inputTokens, long cachedTokens, long outputTokens) {
            long cached = Math.min(cachedTokens, inputTokens);
            double sum = (inputTokens - cached) * input + cached * cachedInput + outputTokens * output;
            return Math.rint(sum * MILLION) / (MILLION * MILLION);
        }
    }
}
