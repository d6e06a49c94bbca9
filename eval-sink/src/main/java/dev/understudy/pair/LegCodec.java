package dev.understudy.pair;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
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

    static void write(Leg leg, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("role", leg.role().label());
        Json.string(out, "model", leg.model());
        Json.stringIfPresent(out, "endpoint", leg.endpoint());
        out.writeNumberField("attempts", leg.attempts());
        out.writeStringField("outcome", leg.outcome().label());
        Json.stringIfPresent(out, "cause", leg.cause());
        Integer status = leg.status();
        if (status == null) {
            out.writeNullField("status");
        } else {
            out.writeNumberField("status", status);
        }
        if (status != null || !leg.headers().isEmpty()) {
            Json.strings(out, "headers", leg.headers());
        }
        Body body = leg.body();
        if (body != null) {
            BodyCodec.write(body, out);
        }
        stream(out, leg.stream());
        times(out, leg.times());
        tokens(out, leg.tokens());
        out.writeEndObject();
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
                in.objectOrNull("tokens", tokens -> new Leg.Tokens(tokens.count("input"), tokens.count("output"))),
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

    private static void times(JsonGenerator out, Leg.Times times) throws IOException {
        if (times.equals(Leg.Times.NONE)) {
            return;
        }
        out.writeObjectFieldStart("times");
        Json.number(out, "sentMs", times.sentMs());
        Json.number(out, "firstByteMs", times.firstByteMs());
        Json.number(out, "firstTokenMs", times.firstTokenMs());
        Json.number(out, "lastByteMs", times.lastByteMs());
        out.writeEndObject();
    }

    private static Leg.Times times(RecordNode in) throws MalformedRecordException {
        return new Leg.Times(
                in.numberOrNull("sentMs"),
                in.numberOrNull("firstByteMs"),
                in.numberOrNull("firstTokenMs"),
                in.numberOrNull("lastByteMs"));
    }

    private static void tokens(JsonGenerator out, Leg.@Nullable Tokens tokens) throws IOException {
        if (tokens == null) {
            out.writeNullField("tokens");
            return;
        }
        out.writeObjectFieldStart("tokens");
        out.writeNumberField("input", tokens.input());
        out.writeNumberField("output", tokens.output());
        out.writeEndObject();
    }

    private static void stream(JsonGenerator out, Leg.@Nullable Stream stream) throws IOException {
        if (stream == null) {
            return;
        }
        out.writeObjectFieldStart("stream");
        out.writeNumberField("events", stream.events());
        out.writeBooleanField("complete", stream.complete());
        out.writeEndObject();
    }

    private static Leg.Stream stream(RecordNode in) throws MalformedRecordException {
        return new Leg.Stream(Math.toIntExact(Math.min(in.count("events"), Integer.MAX_VALUE)), in.flag("complete"));
    }
}
