package dev.understudy.pair;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A pair as one line of JSON and back; the shape is {@code pair.schema.json}, beside this class.
 *
 * <p>Streams are assembled and token counts read while writing, so that none of it costs an event loop anything. Any
 * thread may use it; buffers are reused per thread.
 */
public final class PairCodec {
    private PairCodec() {}

    /** One line, without its end. */
    public static byte[] encode(Pair pair) {
        try (ByteArrayBuilder line = new ByteArrayBuilder(4096)) {
            write(pair, line);
            return line.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("pair " + pair.id() + " cannot be written", e);
        }
    }

    /** Writes one line, without its end. */
    public static void write(Pair pair, OutputStream target) throws IOException {
        try (JsonGenerator out = Json.FACTORY.createGenerator(target)) {
            out.writeStartObject();
            out.writeNumberField("schemaVersion", Pair.SCHEMA_VERSION);
            Json.string(out, "id", pair.id());
            Json.time(out, "time", pair.time());
            Json.string(out, "instance", pair.instance());
            out.writeNumberField("sequence", pair.sequence());
            Json.string(out, "route", pair.route());
            Json.string(out, "revision", pair.revision());
            Json.string(out, "strategy", pair.strategy());
            unit(out, pair.unit());
            Json.string(out, "assigned", pair.assigned());
            Json.string(out, "served", pair.served());
            Json.number(out, "propensity", pair.propensity());
            Json.number(out, "sampleRate", pair.sampleRate());
            request(out, pair.request());
            out.writeArrayFieldStart("legs");
            for (Leg leg : pair.legs()) {
                LegCodec.write(AssembledLeg.of(leg), out);
            }
            out.writeEndArray();
            interleaving(out, pair.interleaving());
            out.writeArrayFieldStart("feedback");
            for (Feedback feedback : pair.feedback()) {
                FeedbackCodec.write(feedback, out);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
    }

    public static Pair decode(byte[] line) throws MalformedRecordException {
        RecordNode in = RecordNode.parse("pair", line);
        long version = in.count("schemaVersion");
        if (version != Pair.SCHEMA_VERSION) {
            throw new MalformedRecordException("schemaVersion: " + version + " (expected: " + Pair.SCHEMA_VERSION
                    + "; was it written by a newer one?)");
        }
        return new Pair(
                in.text("id"),
                in.time("time"),
                in.text("instance"),
                in.count("sequence"),
                in.text("route"),
                in.text("revision"),
                in.text("strategy"),
                in.objectOrNull("unit", PairCodec::unit),
                in.text("assigned"),
                in.textOrNull("served"),
                in.numberOrNan("propensity"),
                in.numberOrNan("sampleRate"),
                request(in.object("request")),
                in.objects("legs", LegCodec::read),
                in.objectOrNull("interleaving", PairCodec::interleaving),
                in.objects("feedback", FeedbackCodec::read));
    }

    private static void unit(JsonGenerator out, Pair.@Nullable Unit unit) throws IOException {
        if (unit == null) {
            out.writeNullField("unit");
            return;
        }
        out.writeObjectFieldStart("unit");
        Json.string(out, "kind", unit.kind());
        Json.string(out, "source", unit.source());
        Json.string(out, "hash", unit.hash());
        out.writeEndObject();
    }

    private static Pair.Unit unit(RecordNode in) throws MalformedRecordException {
        return new Pair.Unit(in.text("kind"), in.text("source"), in.text("hash"));
    }

    private static void request(JsonGenerator out, Request request) throws IOException {
        out.writeObjectFieldStart("request");
        Json.string(out, "method", request.method());
        Json.string(out, "path", request.path());
        Json.strings(out, "headers", request.headers());
        BodyCodec.write(request.body(), out);
        out.writeEndObject();
    }

    private static Request request(RecordNode in) throws MalformedRecordException {
        return new Request(
                in.text("method"), in.text("path"), in.entries("headers", RecordNode::text), BodyCodec.read(in));
    }

    private static void interleaving(JsonGenerator out, Pair.@Nullable Interleaving interleaving) throws IOException {
        if (interleaving == null) {
            return;
        }
        out.writeObjectFieldStart("interleaving");
        Json.string(out, "method", interleaving.method());
        out.writeBooleanField("degraded", interleaving.degraded());
        out.writeArrayFieldStart("items");
        for (Pair.Item item : interleaving.items()) {
            out.writeStartObject();
            Json.string(out, "id", item.id());
            Json.string(out, "from", item.from());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static Pair.Interleaving interleaving(RecordNode in) throws MalformedRecordException {
        return new Pair.Interleaving(
                in.text("method"),
                in.flag("degraded"),
                in.objects("items", item -> new Pair.Item(item.text("id"), item.text("from"))));
    }
}
