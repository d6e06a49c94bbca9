package dev.understudy.exchange;

import dev.understudy.log.PairWriter;
import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.PairCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Brings the pairs of a lake format into a data directory. A row that is no pair is named, and the rest comes in all the same.
 * The same file twice changes nothing for readers, who take each id once.
 */
public final class LakeImport implements LakeFormat.Rows {
    /** Under this name they are written, one import at a time. */
    static final String INSTANCE = "lake";

    private final PairWriter writer;
    private final Consumer<String> complaints;
    private long pairs;
    private long bad;

    private LakeImport(PairWriter writer, Consumer<String> complaints) {
        this.writer = writer;
        this.complaints = complaints;
    }

    /** @param bad files and rows that could not be read */
    public record Result(long pairs, long bad) {}

    /** @param complaints takes a line for each thing that was left out */
    public static Result read(LakeFormat format, Path from, Path dataDirectory, Consumer<String> complaints)
            throws IOException {
        try (PairWriter writer = PairWriter.open(dataDirectory, INSTANCE)) {
            LakeImport imported = new LakeImport(writer, complaints);
            format.read(from, imported);
            return new Result(imported.pairs, imported.bad);
        }
    }

    @Override
    public void pair(byte[] line) throws IOException, MalformedRecordException {
        writer.add(PairCodec.decode(line));
        pairs++;
    }

    @Override
    public void bad(String place, String why) {
        bad++;
        complaints.accept(place + ": " + why);
    }
}
