package dev.understudy.pair;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A leg as a JSON object within its pair. What did not happen is left out, but for status and tokens: they are null. */
final class LegCodec {
    private static final Map<String, Leg.Role> ROLES =
            Arrays.stream(Leg.Role.values()).collect(Collectors.toMap(Leg.Role::label, Function.identity()));
    private static final Map<String, Leg.Outcome> OUTCOMES =
            Arrays.stream(Leg.Outcome.values()).collect(Collectors.toMap(Leg.Outcome::label, Function.identity()));

    private LegCodec() {}

    static void write(Leg leg, JsonBytes out) {
        out.beginObject();
        out.name("role").text(leg.role().label());
        out.name("model").text(leg.model());
        if (leg.endpoint() != null) {
            out.name("endpoint").text(leg.endpoint());
        }
        out.name("attempts").number(leg.attempts());
        out.name("outcome").text(leg.outcome().label());
        if (leg.cause() != null) {
            out.name("cause").text(leg.cause());
        }
        Integer status = leg.status();
        if (status == null) {
            out.name("status").nothing();
        } else {
            out.name("status").number(status.longValue());
        }
        if (status != null || !leg.headers().isEmpty()) {
            Json.texts(out.name("headers"), leg.headers());
        }
        Body body = leg.body();
        if (body != null) {
            BodyCodec.write(body, out);
        }
        stream(out, leg.stream());
        times(out, leg.times());
        tokens(out.name("tokens"), leg.tokens());
        GenerationCodec.write(leg.generation(), out);
        if (leg.rewritten()) {
            out.name("rewritten").flag(true);
        }
        out.endObject();
    }

    static Leg read(RecordNode in) throws MalformedRecordException {
        return new Leg(
                label(in, "role", ROLES),
                in.text("model"),
                in.textOrNull("endpoint"),
                in.has("attempts") ? Math.toIntExact(Math.min(in.count("attempts"), Integer.MAX_VALUE)) : 0,
                label(in, "outcome", OUTCOMES),
                in.textOrNull("cause"),
                status(in),
                in.entries("headers", RecordNode::text),
                BodyCodec.readIfPresent(in),
                in.has("times") ? times(in.object("times")) : Leg.Times.NONE,
                in.objectOrNull("tokens", LegCodec::tokens),
                GenerationCodec.read(in),
                in.has("rewritten") && in.flag("rewritten"),
                in.objectOrNull("stream", LegCodec::stream));
    }

    private static <T> T label(RecordNode in, String name, Map<String, T> labels) throws MalformedRecordException {
        T value = labels.get(in.text(name));
        if (value == null) {
            String expected = labels.keySet().stream().sorted().collect(Collectors.joining(", "));
            throw in.wrong(name, in.node().get(name), "one of " + expected);
        }
        return value;
    }

    private static @Nullable Integer status(RecordNode in) throws MalformedRecordException {
        if (!in.has("status")) {
            return null;
        }
        long status = in.count("status");
        if (status > 999) {
            throw in.wrong("status", in.node().get("status"), "at most 999");
        }
        return (int) status;
    }

    private static void times(JsonBytes out, Leg.Times times) {
        if (times.equals(Leg.Times.NONE)) {
            return;
        }
        out.name("times").beginObject();
        out.name("sentMs").number(times.sentMs());
        out.name("firstByteMs").number(times.firstByteMs());
        out.name("firstTokenMs").number(times.firstTokenMs());
        out.name("lastByteMs").number(times.lastByteMs());
        out.endObject();
    }

    private static Leg.Times times(RecordNode in) throws MalformedRecordException {
        return new Leg.Times(
                in.numberOrNull("sentMs"),
                in.numberOrNull("firstByteMs"),
                in.numberOrNull("firstTokenMs"),
                in.numberOrNull("lastByteMs"));
    }

    private static void tokens(JsonBytes out, Leg.@Nullable Tokens tokens) {
        if (tokens == null) {
            out.nothing();
            return;
        }
        out.beginObject();
        out.name("input").number(tokens.input());
        out.name("output").number(tokens.output());
        if (tokens.cachedInput() != null) {
            out.name("cachedInput").number(tokens.cachedInput().longValue());
        }
        if (tokens.reasoning() != null) {
            out.name("reasoning").number(tokens.reasoning().longValue());
        }
        if (tokens.estimated()) {
            out.name("estimated").flag(true);
        }
        if (tokens.partial()) {
            out.name("partial").flag(true);
        }
        out.endObject();
    }

    private static Leg.Tokens tokens(RecordNode in) throws MalformedRecordException {
        return new Leg.Tokens(
                in.count("input"),
                in.count("output"),
                in.has("cachedInput") ? in.count("cachedInput") : null,
                in.has("reasoning") ? in.count("reasoning") : null,
                in.has("estimated") && in.flag("estimated"),
                in.has("partial") && in.flag("partial"));
    }

    private static void stream(JsonBytes out, Leg.@Nullable Stream stream) {
        if (stream == null) {
            return;
        }
        out.name("stream").beginObject();
        out.name("events").number(stream.events());
        out.name("complete").flag(stream.complete());
        out.endObject();
    }

    private static Leg.Stream stream(RecordNode in) throws MalformedRecordException {
        return new Leg.Stream(Math.toIntExact(Math.min(in.count("events"), Integer.MAX_VALUE)), in.flag("complete"));
    }
}
