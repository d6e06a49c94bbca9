package dev.understudy.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where pairs are kept: a directory of JSON Lines segments.
 *
 * @param path the data directory
 * @param retention how long a sealed segment is kept
 * @param maxBytes sealed segments beyond this are deleted, the oldest first
 * @param segmentBytes a segment of this size is sealed and compressed
 * @param segmentAge a segment of this age is sealed, however small
 * @param queue what may wait to be written
 */
public record Sink(Path path, Duration retention, long maxBytes, long segmentBytes, Duration segmentAge, Queue queue) {
    public static final Sink DEFAULT = new Sink(
            Path.of("data"),
            Duration.ofDays(14),
            50L * 1024 * 1024 * 1024,
            64L * 1024 * 1024,
            Duration.ofHours(1),
            Queue.DEFAULT);

    /**
     * @param records waiting; one more is dropped and counted ({@code queue_full})
     * @param bytes of their bodies
     */
    public record Queue(int records, long bytes) {
        public static final Queue DEFAULT = new Queue(10_000, 64L * 1024 * 1024);

        public Queue {
            if (records < 1) {
                throw new IllegalArgumentException("records: " + records + " (expected: >= 1)");
            }
            if (bytes < 1024) {
                throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 1KiB)");
            }
        }
    }
}
