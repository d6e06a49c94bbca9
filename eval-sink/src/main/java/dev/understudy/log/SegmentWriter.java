package dev.understudy.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The active segment of one kind: appends lines, all or none of them, and hands the file over when it is big or old
 * enough. Used by one thread.
 *
 * <p>What was appended has left the process, so that killing it loses nothing; it is not forced to the disk each time.
 * Forcing costs milliseconds, in which nothing is written, to survive the power failing within some seconds; that is
 * paid when the segment is sealed and at the end.
 */
final class SegmentWriter implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);

    private final Storage storage;
    private final Path directory;
    private final String instance;
    private final Clock clock;
    private final long bytesMax;
    private final Duration ageMax;
    private final LogEvents events;

    private @Nullable Active active;
    private int counter;

    SegmentWriter(Storage storage, Path directory, String instance, Clock clock, Rotation rotation, LogEvents events) {
        this.storage = storage;
        this.directory = directory;
        this.instance = instance;
        this.clock = clock;
        this.bytesMax = rotation.bytesMax();
        this.ageMax = rotation.ageMax();
        this.events = events;
    }

    /** When a segment is full. */
    record Rotation(long bytesMax, Duration ageMax) {}

    /** Appends all lines, or throws and leaves none of them to any later reader. */
    void append(Lines lines) throws IOException {
        Active segment = usable();
        try {
            segment.file.write(lines.bytes(), 0, lines.length());
        } catch (IOException e) {
            cutOff(segment, e);
            throw e;
        }
        segment.length += lines.length();
        segment.records += lines.count();
        if (segment.length >= bytesMax) {
            seal();
        }
    }

    /** When the active segment will be old; null when there is none. */
    @Nullable
    Instant old() {
        return active == null ? null : active.start.plus(ageMax);
    }

    /** A damaged one stays until the next append has mended it. */
    void sealIfOld() {
        Instant old = active == null || active.damaged ? null : old();
        if (old != null && !clock.instant().isBefore(old)) {
            seal();
        }
    }

    /** Forces to the disk what was appended, and leaves the segment as it is. */
    @Override
    public void close() throws IOException {
        Active segment = active;
        active = null;
        if (segment != null) {
            try (Storage.Appending file = segment.file) {
                if (segment.damaged) {
                    file.truncate(segment.length);
                }
                file.force();
            }
        }
    }

    private Active usable() throws IOException {
        Active segment = active;
        if (segment != null && !storage.exists(segment.path)) {
            LOG.warn("segment removed while it was written segment={} records={}", segment.path, segment.records);
            events.removed(segment.records);
            active = null;
            closeQuietly(segment);
            segment = null;
        }
        if (segment == null) {
            segment = start();
            active = segment;
        }
        if (segment.damaged) {
            closeQuietly(segment);
            segment.file = storage.open(segment.path);
            segment.file.truncate(segment.length);
            segment.damaged = false;
        }
        return segment;
    }

    /**
     * An earlier life may have had the same name within the same second. Its file, when it is no longer plain, has been
     * sealed before, so looking for that after making the new one misses nothing.
     */
    private Active start() throws IOException {
        storage.createDirectory(directory);
        while (true) {
            Instant now = clock.instant();
            SegmentName name = new SegmentName(instance, now, ++counter);
            Path path = directory.resolve(name.fileName(SegmentName.PLAIN));
            Storage.Appending file;
            try {
                file = storage.create(path);
            } catch (FileAlreadyExistsException e) {
                LOG.debug("segment name taken path={}", path);
                continue;
            }
            Active segment = new Active(path, file, now);
            if (isFree(name, segment)) {
                return segment;
            }
        }
    }

    private boolean isFree(SegmentName name, Active segment) throws IOException {
        boolean sealed;
        try {
            sealed = storage.exists(directory.resolve(name.fileName(SegmentName.SEALED)));
        } catch (IOException e) {
            closeQuietly(segment);
            throw e;
        }
        if (sealed) {
            closeQuietly(segment);
            storage.delete(segment.path);
        }
        return !sealed;
    }

    private static void cutOff(Active segment, IOException cause) {
        try {
            segment.file.truncate(segment.length);
        } catch (IOException e) {
            segment.damaged = true;
            cause.addSuppressed(e);
        }
    }

    /** Must not throw: the lines are written, and whoever believed otherwise would write them again. */
    private void seal() {
        Active segment = active;
        active = null;
        if (segment != null) {
            closeQuietly(segment);
            events.complete(segment.path);
        }
    }

    private static void closeQuietly(Active segment) {
        try {
            segment.file.close();
        } catch (IOException e) {
            LOG.warn("segment not closed segment={} error={}", segment.path, e.toString());
        }
    }

    private static final class Active {
        final Path path;
        final Instant start;
        Storage.Appending file;
        long length;
        long records;
        /** Something of a failed append may stand behind {@code length}. */
        boolean damaged;

        Active(Path path, Storage.Appending file, Instant start) {
            this.path = path;
            this.file = file;
            this.start = start;
        }
    }
}
