package dev.understudy.pair;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A pulse as one line of JSON and back; the shape is {@code pulse.schema.json}, beside this class. */
public final class PulseCodec {
    private PulseCodec() {}

    /** One line, without its end. */
    public static byte[] encode(Pulse pulse) {
        JsonBytes line = new JsonBytes(512);
        write(pulse, line);
        return line.toByteArray();
    }

    /** Writes one line, without its end. */
    public static void write(Pulse pulse, JsonBytes out) {
        out.beginObject();
        out.name("schemaVersion").number(Pulse.SCHEMA_VERSION);
        out.name("time").time(pulse.time());
        out.name("instance").text(pulse.instance());
        out.name("route").text(pulse.route());
        out.name("revision").text(pulse.revision());
        Json.numbers(out.name("configured"), pulse.configured());
        out.name("eligible").number(pulse.eligible());
        out.name("recorded").number(pulse.recorded());
        Json.counts(out.name("dropped"), pulse.dropped());
        Json.counts(out.name("assigned"), pulse.assigned());
        Json.counts(out.name("served"), pulse.served());
        Json.counts(out.name("outcomes"), pulse.outcomes());
        sketches(out, pulse.times());
        if (!pulse.tokens().isEmpty()) {
            Json.counts(out.name("tokens"), pulse.tokens());
        }
        if (!pulse.costs().isEmpty()) {
            Json.numbers(out.name("costs"), pulse.costs());
        }
        out.endObject();
    }

    public static Pulse decode(byte[] line) throws MalformedRecordException {
        RecordNode in = RecordNode.parse("pulse", line);
        // the first ones did not say theirs
        long version = in.has("schemaVersion") ? in.count("schemaVersion") : Pulse.SCHEMA_VERSION;
        if (version != Pulse.SCHEMA_VERSION) {
            throw new MalformedRecordException("schemaVersion: " + version + " (expected: " + Pulse.SCHEMA_VERSION
                    + "; was it written by a newer one?)");
        }
        return new Pulse(
                in.time("time"),
                in.text("instance"),
                in.text("route"),
                in.text("revision"),
                in.entries("configured", RecordNode::numberOrNan),
                in.count("eligible"),
                in.count("recorded"),
                in.entries("dropped", RecordNode::count),
                in.entries("assigned", RecordNode::count),
                in.entries("served", RecordNode::count),
                in.entries("outcomes", RecordNode::count),
                in.entries("times", PulseCodec::sketch),
                in.entries("tokens", RecordNode::count),
                in.entries("costs", RecordNode::numberOrNan));
    }

    /** Buckets by their number, in their order. */
    private static void sketches(JsonBytes out, Map<String, DurationSketch> times) {
        if (times.isEmpty()) {
            return;
        }
        out.name("times").beginObject();
        new TreeMap<>(times).forEach((name, sketch) -> {
            out.anyName(name).beginObject();
            new TreeMap<>(sketch.counts())
                    .forEach((bucket, count) -> out.name(bucket.toString()).number(count.longValue()));
            out.endObject();
        });
        out.endObject();
    }

    private static DurationSketch sketch(RecordNode in, String name) throws MalformedRecordException {
        Map<Integer, Long> counts = new HashMap<>();
        for (Map.Entry<String, Long> bucket :
                in.entries(name, RecordNode::count).entrySet()) {
            try {
                counts.put(Integer.valueOf(bucket.getKey()), bucket.getValue());
            } catch (NumberFormatException e) {
                throw new MalformedRecordException(name + ": " + bucket.getKey() + " (expected: a bucket's number)");
            }
        }
        try {
            return new DurationSketch(counts);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException(name + ": " + e.getMessage());
        }
    }
}
