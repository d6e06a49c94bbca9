package dev.understudy.pair;

import org.jspecify.annotations.Nullable;

/**
 * A pair as one line of JSON and back; the shape is {@code pair.schema.json}, beside this class.
 *
 * <p>Streams are assembled and token counts read while writing, so that none of it costs an event loop anything. Any
 * thread may use it.
 */
public final class PairCodec {
    private PairCodec() {}

    /** One line, without its end. */
    public static byte[] encode(Pair pair) {
        JsonBytes line = new JsonBytes(4096);
        write(pair, line);
        return line.toByteArray();
    }

    /** Writes one line, without its end. */
    public static void write(Pair pair, JsonBytes out) {
        out.beginObject();
        out.name("schemaVersion").number(Pair.SCHEMA_VERSION);
        out.name("id").text(pair.id());
        out.name("time").time(pair.time());
        out.name("instance").text(pair.instance());
        out.name("sequence").number(pair.sequence());
        out.name("route").text(pair.route());
        out.name("revision").text(pair.revision());
        out.name("strategy").text(pair.strategy());
        unit(out.name("unit"), pair.unit());
        out.name("assigned").text(pair.assigned());
        out.name("served").text(pair.served());
        out.name("propensity").number(pair.propensity());
        out.name("sampleRate").number(pair.sampleRate());
        request(out.name("request"), pair.request());
        out.name("legs").beginArray();
        for (Leg leg : pair.legs()) {
            LegCodec.write(AssembledLeg.of(leg), out);
        }
        out.endArray();
        interleaving(out, pair.interleaving());
        out.name("feedback").beginArray();
        for (Feedback feedback : pair.feedback()) {
            FeedbackCodec.write(feedback, out);
        }
        out.endArray();
        out.endObject();
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

    private static void unit(JsonBytes out, Pair.@Nullable Unit unit) {
        if (unit == null) {
            out.nothing();
            return;
        }
        out.beginObject();
        out.name("kind").text(unit.kind());
        out.name("source").text(unit.source());
        out.name("hash").text(unit.hash());
        out.endObject();
    }

    private static Pair.Unit unit(RecordNode in) throws MalformedRecordException {
        return new Pair.Unit(in.text("kind"), in.text("source"), in.text("hash"));
    }

    private static void request(JsonBytes out, Request request) {
        out.beginObject();
        out.name("method").text(request.method());
        out.name("path").text(request.path());
        Json.texts(out.name("headers"), request.headers());
        BodyCodec.write(request.body(), out);
        out.endObject();
    }

    private static Request request(RecordNode in) throws MalformedRecordException {
        return new Request(
                in.text("method"), in.text("path"), in.entries("headers", RecordNode::text), BodyCodec.read(in));
    }

    private static void interleaving(JsonBytes out, Pair.@Nullable Interleaving interleaving) {
        if (interleaving == null) {
            return;
        }
        out.name("interleaving").beginObject();
        out.name("method").text(interleaving.method());
        out.name("degraded").flag(interleaving.degraded());
        out.name("items").beginArray();
        for (Pair.Item item : interleaving.items()) {
            out.beginObject();
            out.name("id").text(item.id());
            out.name("from").text(item.from());
            out.endObject();
        }
        out.endArray();
        out.endObject();
    }

    private static Pair.Interleaving interleaving(RecordNode in) throws MalformedRecordException {
        return new Pair.Interleaving(
                in.text("method"),
                in.flag("degraded"),
                in.objects("items", item -> new Pair.Item(item.text("id"), item.text("from"))));
    }
}
