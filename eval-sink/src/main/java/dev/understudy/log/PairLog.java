package dev.understudy.log;

import com.github.luben.zstd.ZstdIOException;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.FeedbackCodec;
import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCodec;
import dev.understudy.pair.Pulse;
import dev.understudy.pair.PulseCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A data directory as its readers see it: segments in the order of their start, read as a stream, while others may be
 * writing. What cannot be read is counted and named, and the rest is read all the same.
 */
public final class PairLog {
    /** Segments that are read for a search: a gibibyte, as they are by default. */
    private static final int SEARCHED_MAX = 16;

    private final Path data;

    private PairLog(Path data) {
        this.data = data;
    }

    public static PairLog at(Path dataDirectory) {
        return new PairLog(dataDirectory);
    }

    /**
     * One file of pairs.
     *
     * @param bytes on the disk
     * @param sealed whether it is complete and compressed
     * @param records by route
     */
    public record Segment(String name, long bytes, boolean sealed, Map<String, Long> records) {
        public Segment {
            records = Map.copyOf(records);
        }

        public long total() {
            return records.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Every segment of pairs; all of them are read for it. */
    public List<Segment> segments() throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (SegmentFile file : files(RecordKind.PAIRS)) {
            Map<String, Long> records = new TreeMap<>();
            readSegment(file, new ReadingTally(), line -> {
                try {
                    records.merge(PairCodec.decode(line).route(), 1L, Long::sum);
                } catch (MalformedRecordException e) {
                    records.merge("(unreadable)", 1L, Long::sum);
                }
                return true;
            });
            boolean sealed = Files.exists(file.sealed());
            Path path = sealed ? file.sealed() : file.plain();
            if (Files.exists(path)) {
                segments.add(new Segment(String.valueOf(path.getFileName()), Files.size(path), sealed, records));
            }
        }
        return segments;
    }

    /** The files of pairs that are complete; the others grow. */
    public List<Path> sealedPairFiles() throws IOException {
        Path directory = existing().resolve(RecordKind.PAIRS.directory());
        return SegmentFile.list(directory).entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(segment -> new SegmentFile(directory, segment.getKey()).sealed())
                .toList();
    }

    /** Every pair once, in the order of segments and lines. */
    public Reading forEach(PairFilter filter, Consumer<Pair> target) throws IOException {
        ReadingTally tally = new ReadingTally();
        PairReader reader = new PairReader(filter, tally);
        read(RecordKind.PAIRS, filter, tally, (file, line) -> {
            Pair pair = reader.read(file, line);
            if (pair != null) {
                target.accept(pair);
            }
        });
        return tally.toReading();
    }

    /**
     * Every pair once, in batches, in no order, from several threads at once: the target must be ready for that.
     *
     * @param files takes what was read
     */
    public Reading forEachParallel(int threads, PairFilter filter, FilesRead files, Consumer<List<Pair>> target)
            throws IOException {
        ReadingTally tally = new ReadingTally();
        try (ParallelDecoding decoding = new ParallelDecoding(threads, new PairReader(filter, tally), target)) {
            read(RecordKind.PAIRS, filter, files, tally, decoding::add);
            decoding.finish();
        }
        return tally.toReading();
    }

    /** Every pair's line as it stands, without its end; a filter that lets all through costs no decoding. */
    public Reading forEachLine(PairFilter filter, Consumer<byte[]> target) throws IOException {
        ReadingTally tally = new ReadingTally();
        PairReader reader = new PairReader(filter, tally);
        read(RecordKind.PAIRS, filter, tally, (file, line) -> {
            if (filter.equals(PairFilter.ALL)) {
                tally.records.increment();
                target.accept(line);
            } else if (reader.read(file, line) != null) {
                target.accept(line);
            }
        });
        return tally.toReading();
    }

    /**
     * The lines of the newest pairs, the last one first, read backwards from the newest segment until there are enough.
     *
     * @param bytesMost of all lines together; a single one may be longer
     */
    public List<byte[]> newest(PairFilter filter, int most, long bytesMost) throws IOException {
        PairReader reader = new PairReader(filter, new ReadingTally());
        NewestLines newest = new NewestLines(most, bytesMost);
        for (SegmentFile file : first(newestFirst(since(filter.since())))) {
            if (!newest.isFull()) {
                String name = file.name().fileName(SegmentName.PLAIN);
                readSegment(file, new ReadingTally(), line -> {
                    if (reader.read(name, line) != null) {
                        newest.add(line);
                    }
                    return true;
                });
                newest.endSegment();
            }
        }
        return newest.lines();
    }

    /**
     * The line of one pair, in so many segments and no more. A pair is written when its request is over, so it is looked for
     * from the first segment on that was written to since then; without that, from the newest one back.
     *
     * @param since not later than the pair; null: wherever it is
     */
    public Optional<byte[]> find(String id, @Nullable Instant since) throws IOException {
        List<SegmentFile> files = since(since);
        List<byte[]> found = new ArrayList<>();
        find(
                Set.of(id),
                first(since == null ? newestFirst(files) : files),
                PairFilter.ALL,
                (any, line) -> found.add(line));
        return found.stream().findFirst();
    }

    /** The lines of pairs that are asked for by their ids, each once, until all were found; the rest is not read. */
    public Reading find(Set<String> ids, PairFilter filter, BiConsumer<String, byte[]> target) throws IOException {
        return find(ids, since(filter.since()), filter, target);
    }

    private static Reading find(
            Set<String> ids, List<SegmentFile> files, PairFilter filter, BiConsumer<String, byte[]> target)
            throws IOException {
        ReadingTally tally = new ReadingTally();
        PairReader reader = new PairReader(filter, tally);
        Wanted wanted = new Wanted(ids);
        for (SegmentFile file : files) {
            if (!wanted.isAllFound()) {
                String name = RecordKind.PAIRS.directory() + "/" + file.name().fileName(SegmentName.PLAIN);
                readSegment(file, tally, line -> {
                    Pair pair = wanted.mayHold(line) ? reader.read(name, line) : null;
                    if (pair != null && wanted.found(pair.id())) {
                        target.accept(pair.id(), line);
                    }
                    return !wanted.isAllFound();
                });
            }
        }
        return tally.toReading();
    }

    /** The segments of pairs that may hold what is not older, in the order in which they began. */
    private List<SegmentFile> since(@Nullable Instant since) throws IOException {
        List<SegmentFile> files = new ArrayList<>();
        for (SegmentFile file : files(RecordKind.PAIRS)) {
            if (!isBefore(file, since)) {
                files.add(file);
            }
        }
        return files;
    }

    private static List<SegmentFile> newestFirst(List<SegmentFile> files) {
        List<SegmentFile> turned = new ArrayList<>(files);
        Collections.reverse(turned);
        return turned;
    }

    /** So many as a search may read. */
    private static List<SegmentFile> first(List<SegmentFile> files) {
        return files.subList(0, Math.min(SEARCHED_MAX, files.size()));
    }

    /** The lines of pairs that come in from now on. */
    public LogFollower follow() throws IOException {
        return new LogFollower(existing().resolve(RecordKind.PAIRS.directory()));
    }

    public Reading feedback(Consumer<Feedback> target) throws IOException {
        return records(RecordKind.FEEDBACK, FeedbackCodec::decode, target);
    }

    public Reading pulses(Consumer<Pulse> target) throws IOException {
        return records(RecordKind.PULSES, PulseCodec::decode, target);
    }

    private <T> Reading records(RecordKind kind, Decoding<T> decoding, Consumer<T> target) throws IOException {
        ReadingTally tally = new ReadingTally();
        read(kind, PairFilter.ALL, tally, (file, line) -> {
            T record;
            try {
                record = decoding.decode(line);
            } catch (MalformedRecordException e) {
                tally.unreadable(file + ": " + e.getMessage());
                return;
            }
            tally.records.increment();
            target.accept(record);
        });
        return tally.toReading();
    }

    private void read(RecordKind kind, PairFilter filter, ReadingTally tally, LineTarget target) throws IOException {
        read(kind, filter, SegmentFile.Watch.NOBODY, tally, target);
    }

    private void read(
            RecordKind kind, PairFilter filter, SegmentFile.Watch watch, ReadingTally tally, LineTarget target)
            throws IOException {
        for (SegmentFile file : files(kind)) {
            if (!isBefore(file, filter.since())) {
                String name = kind.directory() + "/" + file.name().fileName(SegmentName.PLAIN);
                readSegment(file, watch, tally, line -> {
                    target.line(name, line);
                    return true;
                });
            }
        }
    }

    private static void readSegment(SegmentFile file, ReadingTally tally, SegmentFile.Target target)
            throws IOException {
        readSegment(file, SegmentFile.Watch.NOBODY, tally, target);
    }

    private static void readSegment(
            SegmentFile file, SegmentFile.Watch watch, ReadingTally tally, SegmentFile.Target target)
            throws IOException {
        Position position = new Position(target);
        try (InputStream in = file.open(watch)) {
            if (SegmentFile.readLines(in, position) > 0) {
                tally.torn.increment();
            }
        } catch (NoSuchFileException deletedMeanwhile) {
            return;
        } catch (ZstdIOException e) {
            tally.unreadable(
                    file.sealed().getFileName() + ": damaged after line " + position.lines + ": " + e.getMessage());
        }
    }

    /** Nothing is later in a segment than its last change. */
    private static boolean isBefore(SegmentFile file, @Nullable Instant since) throws IOException {
        if (since == null || !Files.exists(file.sealed())) {
            return false;
        }
        try {
            return Files.getLastModifiedTime(file.sealed()).toInstant().isBefore(since);
        } catch (NoSuchFileException deletedMeanwhile) {
            return true;
        }
    }

    private List<SegmentFile> files(RecordKind kind) throws IOException {
        Path directory = existing().resolve(kind.directory());
        return SegmentFile.list(directory).keySet().stream()
                .map(name -> new SegmentFile(directory, name))
                .toList();
    }

    private Path existing() throws IOException {
        if (!Files.isDirectory(data)) {
            throw new NoSuchFileException(data + ": no such directory (expected: the data directory of a gateway)");
        }
        return data;
    }

    private interface Decoding<T> {
        T decode(byte[] line) throws MalformedRecordException;
    }

    /** @see ParallelDecoding#add */
    interface LineTarget {
        void line(String file, byte[] line) throws IOException;
    }

    private static final class Position implements SegmentFile.Target {
        private final SegmentFile.Target target;
        private long lines;

        Position(SegmentFile.Target target) {
            this.target = target;
        }

        @Override
        public boolean line(byte[] line) throws IOException {
            lines++;
            return target.line(line);
        }
    }
}
