package dev.understudy.gateway.observe;

import dev.understudy.gateway.wire.Failure;
import dev.understudy.log.Loss;
import dev.understudy.pair.DropCause;
import dev.understudy.pair.Leg;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A tag of a meter, and which values it can have.
 *
 * @param values all there are; empty when they are names of the configuration or of the process, and so bounded by it
 * @param about what the values are; empty where the list says it
 */
public record Tag(String key, List<String> values, String about) {
    static final Tag ROUTE = named("route", "the route's name");
    static final Tag MODEL = named("model", "the model's name");
    static final Tag SERVED = named("model", "the model's name, or `none` where no model's answer went out");
    static final Tag ROLE = oneOf("role", Arrays.stream(Leg.Role.values()).map(Leg.Role::label));
    static final Tag OUTCOME =
            oneOf("outcome", Arrays.stream(Leg.Outcome.values()).map(Leg.Outcome::label));
    static final Tag STATUS_CLASS =
            oneOf("status", Stream.of("1xx", "2xx", "3xx", "4xx", "5xx", "6xx", "7xx", "8xx", "9xx"));
    static final Tag FAILURE = oneOf("failure", Arrays.stream(Failure.values()).map(Failure::cause))
            .about("what exactly, as in records, such as `reset` or `firstByte`");
    static final Tag BLAME =
            oneOf("blame", Arrays.stream(Failure.Blame.values()).map(Tag::lower));
    static final Tag STATUS =
            oneOf("status", Arrays.stream(Failure.values()).map(failure -> Integer.toString(failure.status())));
    static final Tag RECORD_RESULT = oneOf(
            "result",
            Stream.concat(
                    Stream.of("recorded"), Arrays.stream(DropCause.values()).map(DropCause::label)));
    static final Tag MIX_RESULT = named("result", "`mixed`, or why legacy's own answer went out");
    static final Tag REWRITE_RESULT = oneOf("result", Stream.of("rewritten", "unchanged"));
    static final Tag UNREAD = oneOf("why", Stream.of("coding", "damage"));
    static final Tag TOKENS = oneOf("tokens", Stream.of("input", "output", "cached_input", "reasoning"));
    static final Tag TOKEN_SOURCE = oneOf("source", Stream.of("reported", "estimated"));
    static final Tag CURRENCY = named("currency", "three capitals, the same for all models");
    static final Tag BUDGET = oneOf("budget", Stream.of("tokens", "cost"));
    static final Tag LANE = oneOf("lane", Stream.of("primary", "shadow"));
    static final Tag BREAKER_STATE = oneOf("state", Stream.of("closed", "open", "half_open"));
    static final Tag NOT_CALLED = oneOf("reason", Stream.of("inFlight", "breakerOpen", "backOff"));
    static final Tag RETRY_RESULT = oneOf("result", Stream.of("made", "overBudget"));
    static final Tag ENDPOINT_STATE = oneOf("state", Stream.of("usable", "waiting", "unhealthy", "ejected"));
    static final Tag LEFT_OUT = oneOf("why", Stream.of("ejected", "unhealthy", "waiting"));
    static final Tag ENDPOINT = named("endpoint", "the endpoint's address");
    static final Tag LOSS = oneOf("cause", Arrays.stream(Loss.values()).map(Loss::label));
    static final Tag CONNECTION_REFUSAL = oneOf("cause", Stream.of("connections", "connectionsPerClient", "draining"));
    static final Tag HTTP2_CUT = oneOf("cause", Stream.of("flood", "protocol", "slow"));
    static final Tag HTTP2_REFUSAL = oneOf("cause", Stream.of("streams", "headerBytes", "slow", "malformed"));
    static final Tag HANDSHAKE_END = oneOf("end", Stream.of("done", "notTls", "timeout", "closed", "refused"));
    static final Tag EVENT = oneOf("event", Stream.of("click", "label", "reward", "other"));
    static final Tag CREDIT = oneOf("credit", Stream.of("legacy", "candidate", "none"));
    static final Tag SIGNAL =
            oneOf("signal", Stream.of("in_flight", "loop_lag", "direct_memory", "bodies", "sink_queue"));
    static final Tag SHED = oneOf("what", Stream.of("shadows", "bodies", "interleaving", "requests"));
    static final Tag LINE_RESULT = oneOf("result", Stream.of("written", "dropped", "failed"));
    static final Tag SPAN_RESULT = oneOf("result", Stream.of("sent", "dropped", "failed"));
    static final Tag AREA = oneOf("area", Stream.of("heap", "nonheap"));
    static final Tag POOL = named("id", "the pool, as the JVM names it");

    public Tag {
        values = List.copyOf(values);
    }

    /** Whether it may have this value. */
    public boolean admits(String value) {
        return values.isEmpty() || values.contains(value);
    }

    private Tag about(String text) {
        return new Tag(key, values, text);
    }

    private static Tag named(String key, String about) {
        return new Tag(key, List.of(), about);
    }

    private static Tag oneOf(String key, Stream<String> values) {
        Set<String> distinct = new LinkedHashSet<>(values.toList());
        return new Tag(key, List.copyOf(distinct), "");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
