package dev.understudy.log;

import com.github.luben.zstd.ZstdInputStream;
import dev.understudy.config.Sink;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings a file of pairs, or of two models' outputs, into a data directory. A line that is neither is named, and the rest
 * comes in all the same. The same file twice changes nothing for readers, who take each id once.
 */
public final class PairImport {
    /** Under this name imported segments are written, one import at a time. */
    static final String INSTANCE = "import";

    private static final String COMPRESSED = ".zst";
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final String route;
    private final Instant time;
    private final LogWriter writer;
    private final Consumer<BadLine> bad;
    private long lines;
    private long pairs;
    private long feedback;
    private long badLines;

    private PairImport(String route, Instant time, LogWriter writer, Consumer<BadLine> bad) {
        this.route = route;
        this.time = time;
        this.writer = writer;
        this.bad = bad;
    }

    /** What came of it. */
    public record Result(long pairs, long feedback, long badLines) {}

    /** @param line from 1 */
    public record BadLine(long line, String why) {
        @Override
        public String toString() {
            return "line " + line + ": " + why;
        }
    }

    /**
     * @param file JSON Lines, or the same compressed with zstd
     * @param route of plain outputs; empty takes the file's name. Pairs keep theirs
     * @param bad takes each line that is left out
     */
    public static Result importFile(Path file, Path dataDirectory, Optional<String> route, Consumer<BadLine> bad)
            throws IOException {
        try (InputStream in = open(file)) {
            Clock clock = Clock.systemUTC();
            Storage storage = new DiskStorage();
            Archive archive = new Archive(storage, dataDirectory, INSTANCE, clock, Duration.ofDays(1), Long.MAX_VALUE);
            List<Path> complete = new ArrayList<>();
            LogWriter writer =
                    new LogWriter(storage, settings(dataDirectory), INSTANCE, clock, archive, new Events(complete));
            writer.open();
            try {
                String name = route.orElseGet(() -> routeName(file));
                Result result = new PairImport(name, clock.instant(), writer, bad).run(in);
                writer.close();
                complete.addAll(archive.plain(INSTANCE));
                for (Path segment : complete) {
                    archive.seal(segment);
                }
                return result;
            } finally {
                writer.releaseLock();
            }
        }
    }

    private static Sink settings(Path dataDirectory) {
        Sink usual = Sink.DEFAULT;
        return new Sink(
                dataDirectory,
                usual.retention(),
                usual.maxBytes(),
                usual.segmentBytes(),
                usual.segmentAge(),
                usual.queue());
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return file.toString().endsWith(COMPRESSED) ? new ZstdInputStream(in) : in;
    }

    private static String routeName(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.indexOf('.', 1);
        return dot < 0 ? name : name.substring(0, dot);
    }

    private Result run(InputStream in) throws IOException {
        InputStream ended = new SequenceInputStream(in, new ByteArrayInputStream(new byte[] {'\n'}));
        SegmentFile.readLines(ended, line -> {
            add(line);
            return true;
        });
        writer.flush();
        return new Result(pairs, feedback, badLines);
    }

    private void add(byte[] line) throws IOException {
        lines++;
        byte[] json = lines == 1 ? withoutByteOrderMark(line) : line;
        if (isBlank(json)) {
            return;
        }
        try {
            add(OutputsLine.parse(json), json);
        } catch (MalformedRecordException e) {
            badLines++;
            bad.accept(new BadLine(lines, String.valueOf(e.getMessage())));
        }
        if (writer.isFull()) {
            writer.flush();
        }
    }

    private void add(OutputsLine outputs, byte[] json) throws IOException, MalformedRecordException {
        Pair pair = outputs.isPair() ? PairCodec.decode(json) : outputs.toPair(route, lines, time);
        Feedback label = outputs.isPair() ? null : outputs.label(route, time).orElse(null);
        added(writer.add(pair, 0));
        pairs++;
        if (label != null) {
            added(writer.add(label, 0));
            feedback++;
        }
    }

    private static void added(boolean added) throws IOException {
        if (!added) {
            throw new IOException("a record could not be encoded; the log of this process says why");
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte here : line) {
            if (here != ' ' && here != '\t' && here != '\r') {
                return false;
            }
        }
        return true;
    }

    private static byte[] withoutByteOrderMark(byte[] line) {
        boolean marked = line.length >= 3
                && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
        return marked ? Arrays.copyOfRange(line, BYTE_ORDER_MARK.length, line.length) : line;
    }

    /** What is complete is sealed at the end. */
    private record Events(List<Path> complete) implements LogEvents {
        @Override
        public void complete(Path segment) {
            complete.add(segment);
        }

        @Override
        public void removed(long records) {
            throw new IllegalStateException("the data directory was removed during the import");
        }

        @Override
        public void written(int records, long weight) {}
    }
}
