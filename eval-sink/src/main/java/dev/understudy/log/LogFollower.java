package dev.understudy.log;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The lines that are added to a directory of segments after this was made, across rotation and sealing. A line that the
 * writer took back after a failed write and wrote again may be seen twice. One thread.
 */
public final class LogFollower {
    /** How far each segment has been read, in uncompressed bytes. */
    private final Map<SegmentName, Long> positions = new HashMap<>();

    private final Path directory;

    LogFollower(Path directory) throws IOException {
        this.directory = directory;
        for (Map.Entry<SegmentName, Boolean> segment :
                SegmentFile.list(directory).entrySet()) {
            SegmentFile file = new SegmentFile(directory, segment.getKey());
            positions.put(segment.getKey(), segment.getValue() ? Long.MAX_VALUE : endOfLastLine(file));
        }
    }

    /** Hands over what is new, without waiting; returns how many lines that was. */
    public int poll(Consumer<byte[]> target) throws IOException {
        Map<SegmentName, Boolean> segments = SegmentFile.list(directory);
        positions.keySet().retainAll(segments.keySet());
        int lines = 0;
        for (Map.Entry<SegmentName, Boolean> segment : List.copyOf(segments.entrySet())) {
            long position = positions.getOrDefault(segment.getKey(), 0L);
            if (position != Long.MAX_VALUE) {
                lines += read(new SegmentFile(directory, segment.getKey()), position, target);
            }
        }
        return lines;
    }

    private int read(SegmentFile file, long position, Consumer<byte[]> target) throws IOException {
        boolean sealed = Files.exists(file.sealed());
        long size = sealed ? Long.MAX_VALUE : plainSize(file);
        if (size <= position) {
            positions.put(file.name(), size);
            return 0;
        }
        Progress progress = new Progress(position, target);
        try (InputStream in = file.open()) {
            in.skipNBytes(position);
            SegmentFile.readLines(in, progress);
        } catch (NoSuchFileException deleted) {
            return progress.lines;
        } catch (EOFException takenBack) {
            // what had been read beyond the sealed end was a failed write
        }
        positions.put(file.name(), sealed ? Long.MAX_VALUE : progress.position);
        return progress.lines;
    }

    /** As large as can be when it is sealed at this very moment: what stands there then is read from the other file. */
    private static long plainSize(SegmentFile file) throws IOException {
        try {
            return Files.size(file.plain());
        } catch (NoSuchFileException sealedMeanwhile) {
            return Long.MAX_VALUE;
        }
    }

    private static long endOfLastLine(SegmentFile file) throws IOException {
        Progress progress = new Progress(0, line -> {});
        try (InputStream in = file.open()) {
            SegmentFile.readLines(in, progress);
        } catch (NoSuchFileException deleted) {
            return 0;
        }
        return progress.position;
    }

    private static final class Progress implements SegmentFile.Target {
        private final Consumer<byte[]> target;
        private long position;
        private int lines;

        Progress(long position, Consumer<byte[]> target) {
            this.position = position;
            this.target = target;
        }

        @Override
        public boolean line(byte[] line) {
            position += line.length + 1L;
            lines++;
            target.accept(line);
            return true;
        }
    }
}
