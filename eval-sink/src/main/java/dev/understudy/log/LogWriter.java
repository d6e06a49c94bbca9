package dev.understudy.log;

import dev.understudy.config.Sink;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.FeedbackCodec;
import dev.understudy.pair.JsonBytes;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCodec;
import dev.understudy.pair.Pulse;
import dev.understudy.pair.PulseCodec;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns records into lines of their kinds' segments. Lines that could not be written stay here, and are written first
 * thing when it is possible again. Used by one thread.
 */
final class LogWriter implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final int BATCH_BYTES = 256 * 1024;

    private final Storage storage;
    private final Path data;
    private final String instance;
    private final Archive archive;
    private final LogEvents events;
    private final Map<RecordKind, Lines> lines = new EnumMap<>(RecordKind.class);
    private final Map<RecordKind, SegmentWriter> segments = new EnumMap<>(RecordKind.class);
    private @Nullable Closeable lock;

    LogWriter(Storage storage, Sink settings, String instance, Clock clock, Archive archive, LogEvents events) {
        this.storage = storage;
        this.data = settings.path();
        this.instance = instance;
        this.archive = archive;
        this.events = events;
        SegmentWriter.Rotation rotation = new SegmentWriter.Rotation(settings.segmentBytes(), settings.segmentAge());
        for (RecordKind kind : RecordKind.values()) {
            Path directory = data.resolve(kind.directory());
            lines.put(kind, new Lines());
            segments.put(kind, new SegmentWriter(storage, directory, instance, clock, rotation, events));
        }
    }

    /** Makes sure that the data directory is there, and that this process alone writes under this instance's name. */
    void open() throws IOException {
        Path lockFile = Archive.lockFile(data, instance);
        if (lock != null && storage.exists(lockFile)) {
            return;
        }
        releaseLock();
        storage.createDirectory(data);
        storage.createDirectory(data.resolve(Archive.LOCKS));
        lock = storage.tryLock(lockFile)
                .orElseThrow(() -> new IOException("another process writes to " + data + " as instance " + instance
                        + " (expected: a name of its own for each process)"));
        if (segments.values().stream().allMatch(segment -> segment.old() == null)) {
            archive.plain(instance).forEach(events::complete);
        }
    }

    /** These three encode a record; one that cannot be encoded is left out, and false returned. */
    boolean add(Pair pair, long weight) {
        return add(RecordKind.PAIRS, weight, target -> PairCodec.write(pair, target));
    }

    boolean add(Feedback feedback, long weight) {
        return add(RecordKind.FEEDBACK, weight, target -> FeedbackCodec.write(feedback, target));
    }

    boolean add(Pulse pulse) {
        return add(RecordKind.PULSES, 0, target -> PulseCodec.write(pulse, target));
    }

    private boolean add(RecordKind kind, long weight, Encoding encoding) {
        Lines target = batch(kind);
        int before = target.length();
        try {
            encoding.writeTo(target.json());
            target.endLine(weight);
            return true;
        } catch (RuntimeException e) {
            LOG.error("record not encoded kind={}", kind, e);
            target.json().rollBackTo(before);
            return false;
        }
    }

    /** Whether it is time to write before more is added. */
    boolean isFull() {
        for (Lines batch : lines.values()) {
            if (batch.length() >= BATCH_BYTES) {
                return true;
            }
        }
        return false;
    }

    /** Writes what was added; what cannot be written stays. */
    void flush() throws IOException {
        IOException failure = null;
        for (RecordKind kind : RecordKind.values()) {
            Lines batch = batch(kind);
            if (batch.length() > 0) {
                try {
                    segment(kind).append(batch);
                    events.written(batch.count(), batch.weight());
                    batch.clear();
                } catch (IOException e) {
                    failure = e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    int waiting() {
        return lines.values().stream().mapToInt(Lines::count).sum();
    }

    void sealOld() {
        segments.values().forEach(SegmentWriter::sealIfOld);
    }

    /** When the next segment will be old; null when none is active. */
    @Nullable
    Instant nextSealing() {
        return segments.values().stream()
                .flatMap(segment -> Stream.ofNullable(segment.old()))
                .min(Instant::compareTo)
                .orElse(null);
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (SegmentWriter segment : segments.values()) {
            try {
                segment.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Last of all: from now on another process may seal what was left. */
    void releaseLock() throws IOException {
        Closeable held = lock;
        lock = null;
        if (held != null) {
            held.close();
        }
    }

    private Lines batch(RecordKind kind) {
        return Objects.requireNonNull(lines.get(kind));
    }

    private SegmentWriter segment(RecordKind kind) {
        return Objects.requireNonNull(segments.get(kind));
    }

    private interface Encoding {
        void writeTo(JsonBytes target);
    }
}
