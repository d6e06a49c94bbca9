package dev.understudy.pair;

/** A feedback event as one line of JSON and back; the shape is {@code feedback.schema.json}, beside this class. */
public final class FeedbackCodec {
    private FeedbackCodec() {}

    /** One line, without its end. */
    public static byte[] encode(Feedback feedback) {
        JsonBytes line = new JsonBytes(512);
        write(feedback, line);
        return line.toByteArray();
    }

    /** Writes one line, without its end. */
    public static void write(Feedback feedback, JsonBytes out) {
        out.beginObject();
        out.name("id").text(feedback.id());
        out.name("event").text(feedback.event());
        if (feedback.item() != null) {
            out.name("item").text(feedback.item());
        }
        if (feedback.label() != null) {
            out.name("label").text(feedback.label());
        }
        if (feedback.value() != null) {
            out.name("value").number(feedback.value());
        }
        out.name("eventId").text(feedback.eventId());
        out.name("time").time(feedback.time());
        out.endObject();
    }

    public static Feedback decode(byte[] line) throws MalformedRecordException {
        return read(RecordNode.parse("feedback event", line));
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
