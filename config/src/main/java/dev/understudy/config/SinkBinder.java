package dev.understudy.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Binds {@code sink}. */
final class SinkBinder {
    private static final String KAFKA = "Kafka; use type: file, and ship the segments from its directory";

    static final Keys SINK = Keys.of("type", "path", "retention", "maxBytes", "segmentBytes", "segmentAge", "queue")
            .later("bootstrapServers", KAFKA)
            .later("topic", KAFKA);
    static final Keys QUEUE = Keys.of("records", "bytes");

    private static final String[] TYPES = {"file"};

    private SinkBinder() {}

    static Optional<Sink> sink(Value value) {
        Sink otherwise = Sink.DEFAULT;
        return Section.open(value, SINK).map(section -> {
            section.read("type", Scalars.choice(TYPES, type -> type, Map.of("kafka", KAFKA)));
            Sink sink = new Sink(
                    section.read("path", Words.FILE, otherwise.path()),
                    section.read(
                            "retention",
                            Quantities.duration(Duration.ofMinutes(1), Duration.ofDays(3650)),
                            otherwise.retention()),
                    section.read(
                            "maxBytes", Quantities.bytes(Quantities.MIB, 1024 * Quantities.TIB), otherwise.maxBytes()),
                    section.read(
                            "segmentBytes",
                            Quantities.bytes(64 * Quantities.KIB, 16 * Quantities.GIB),
                            otherwise.segmentBytes()),
                    section.read(
                            "segmentAge",
                            Quantities.duration(Duration.ofSeconds(1), Duration.ofDays(7)),
                            otherwise.segmentAge()),
                    section.read("queue", SinkBinder::queue, otherwise.queue()));
            if (sink.segmentBytes() > sink.maxBytes()) {
                value.refuse(
                        "segmentBytes " + Quantities.text(sink.segmentBytes()) + " are more than maxBytes "
                                + Quantities.text(sink.maxBytes()),
                        "segments smaller than the whole");
            }
            return sink;
        });
    }

    private static Optional<Sink.Queue> queue(Value value) {
        Sink.Queue otherwise = Sink.Queue.DEFAULT;
        return Section.open(value, QUEUE)
                .map(section -> new Sink.Queue(
                        section.read("records", Scalars.integer(1, 10_000_000), otherwise.records()),
                        section.read(
                                "bytes", Quantities.bytes(Quantities.KIB, 64 * Quantities.GIB), otherwise.bytes())));
    }
}
