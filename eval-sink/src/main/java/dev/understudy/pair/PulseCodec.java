package dev.understudy.pair;

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
        out.endObject();
    }

    public static Pulse decode(byte[] line) throws MalformedRecordException {
        RecordNode in = RecordNode.parse("pulse", line);
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
                in.entries("outcomes", RecordNode::count));
    }
}
