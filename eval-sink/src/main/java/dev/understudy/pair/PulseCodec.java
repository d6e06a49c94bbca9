package dev.understudy.pair;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A pulse as one line of JSON and back; the shape is {@code pulse.schema.json}, beside this class. */
public final class PulseCodec {
    private PulseCodec() {}

    /** One line, without its end. */
    public static byte[] encode(Pulse pulse) {
        try (ByteArrayBuilder line = new ByteArrayBuilder(512)) {
            write(pulse, line);
            return line.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("pulse of " + pulse.route() + " cannot be written", e);
        }
    }

    /** Writes one line, without its end. */
    public static void write(Pulse pulse, OutputStream target) throws IOException {
        try (JsonGenerator out = Json.FACTORY.createGenerator(target)) {
            out.writeStartObject();
            Json.time(out, "time", pulse.time());
            Json.string(out, "instance", pulse.instance());
            Json.string(out, "route", pulse.route());
            Json.string(out, "revision", pulse.revision());
            Json.numbers(out, "configured", pulse.configured());
            out.writeNumberField("eligible", pulse.eligible());
            out.writeNumberField("recorded", pulse.recorded());
            Json.counts(out, "dropped", pulse.dropped());
            Json.counts(out, "assigned", pulse.assigned());
            Json.counts(out, "served", pulse.served());
            Json.counts(out, "outcomes", pulse.outcomes());
            out.writeEndObject();
        }
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
