package dev.understudy.pair;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A feedback event as one line of JSON and back; the shape is {@code feedback.schema.json}, beside this class. */
public final class FeedbackCodec {
    private FeedbackCodec() {}

    /** One line, without its end. */
    public static byte[] encode(Feedback feedback) {
        try (ByteArrayBuilder line = new ByteArrayBuilder(512)) {
            write(feedback, line);
            return line.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("feedback " + feedback.eventId() + " cannot be written", e);
        }
    }

    /** Writes one line, without its end. */
    public static void write(Feedback feedback, OutputStream target) throws IOException {
        try (JsonGenerator out = Json.FACTORY.createGenerator(target)) {
            write(feedback, out);
        }
    }

    public static Feedback decode(byte[] line) throws MalformedRecordException {
        return read(RecordNode.parse("feedback event", line));
    }

    static void write(Feedback feedback, JsonGenerator out) throws IOException {
        out.writeStartObject();
        Json.string(out, "id", feedback.id());
        Json.string(out, "event", feedback.event());
        Json.stringIfPresent(out, "item", feedback.item());
        Json.stringIfPresent(out, "label", feedback.label());
        if (feedback.value() != null) {
            Json.number(out, "value", feedback.value());
        }
        Json.string(out, "eventId", feedback.eventId());
        Json.time(out, "time", feedback.time());
        out.writeEndObject();
    }

    static Feedback read(RecordNode in) throws MalformedRecordException {
        return new Feedback(
                in.text("id"),
                in.text("event"),
                in.textOrNull("item"),
                in.textOrNull("label"),
                in.numberOrNull("value"),
                in.text("eventId"),
                in.time("time"));
    }
}
