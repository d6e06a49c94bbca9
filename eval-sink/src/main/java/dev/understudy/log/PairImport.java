package dev.understudy.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdInputStream;
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
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings a file of pairs, of two models' outputs, or of clicks on mixed lists into a data directory. A line that is neither is named, and the rest
 * comes in all the same. The same file twice changes nothing for readers, who take each id once.
 */
public final class PairImport {
    /** Under this name imported segments are written, one import at a time. */
    static final String INSTANCE = "import";

    private static final String COMPRESSED = ".zst";
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final String route;
    private final Instant time;
    private final PairWriter writer;
    private final Consumer<BadLine> bad;
    private final Beside beside;
    private long lines;
    private long pairs;
    private long feedback;
    private long badLines;

    private PairImport(String route, Instant time, PairWriter writer, Consumer<BadLine> bad, Beside beside) {
        this.route = route;
        this.time = time;
        this.writer = writer;
        this.bad = bad;
        this.beside = beside;
    }

    /** Takes what a line of outputs says that is no part of its pair. */
    public interface Beside {
        Beside NOTHING = (pair, line) -> {};

        void line(Pair pair, ObjectNode line) throws IOException, MalformedRecordException;
    }

    /**
     * What came of it.
     *
     * @param feedback labels of outputs, clicks of sessions
     */
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
        return importFile(file, dataDirectory, route, bad, Beside.NOTHING);
    }

    /** @param beside is told of each line of outputs before its pair is written, and may refuse it */
    public static Result importFile(
            Path file, Path dataDirectory, Optional<String> route, Consumer<BadLine> bad, Beside beside)
            throws IOException {
        try (InputStream in = open(file)) {
            Result result;
            try (PairWriter writer = PairWriter.open(dataDirectory, INSTANCE)) {
                String name = route.orElseGet(() -> routeName(file));
                result = new PairImport(name, Clock.systemUTC().instant(), writer, bad, beside).run(in);
            }
            return result;
        }
    }

    /** Whether a line of outputs may have this as one side's. */
    public static boolean isOutput(JsonNode output) {
        return OutputsLine.isOutput(output);
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
            add(object(json), json);
        } catch (MalformedRecordException e) {
            badLines++;
            bad.accept(new BadLine(lines, String.valueOf(e.getMessage())));
        }
    }

    private static ObjectNode object(byte[] json) throws MalformedRecordException {
        if (JsonLine.read(json) instanceof ObjectNode object) {
            return object;
        }
        throw new MalformedRecordException("not a JSON object (expected: a pair, outputs, or a session)");
    }

    private void add(ObjectNode line, byte[] json) throws IOException, MalformedRecordException {
        if (line.has("schemaVersion")) {
            add(PairCodec.decode(json));
        } else if (SessionLine.isOne(line)) {
            Pair pair = new SessionLine(line).toPair(route, lines, time);
            add(pair);
            feedback += pair.feedback().size();
        } else {
            add(new OutputsLine(line));
        }
    }

    private void add(OutputsLine outputs) throws IOException, MalformedRecordException {
        Pair pair = outputs.toPair(route, lines, time);
        Optional<Feedback> label = outputs.label(route, time);
        beside.line(pair, outputs.line());
        add(pair);
        if (label.isPresent()) {
            writer.add(label.get());
            feedback++;
        }
    }

    private void add(Pair pair) throws IOException {
        writer.add(pair);
        pairs++;
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
}
