package dev.understudy.exchange;

import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.Pair;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file format that keeps pairs whole, each field in a column of its own, for what reads many of them at once.
 *
 * <p>Those we know need heavy native code, so a jar of their own on the class path brings them; {@link LakeFormats} finds it.
 */
public interface LakeFormat {
    /** As it is typed. */
    String name();

    /** What is written and what is read, in a line. */
    String about();

    /** What the names of its files end with, the dot included. */
    String suffix();

    /**
     * Begins an export. Where {@code out} ends with {@link #suffix} it becomes a file, else a directory of files by route and
     * day, which must be empty or not there yet.
     *
     * @param version of Understudy, for whoever finds the file later
     */
    Export export(Path out, String version) throws IOException;

    /** Reads a file, or all files below a directory. A file or a row that is none of ours is told, and the rest is read. */
    void read(Path from, Rows rows) throws IOException;

    /** Takes pairs. Closed without {@link #finish} it leaves nothing behind. */
    interface Export extends Closeable {
        void add(Pair pair) throws IOException;

        /** Writes what was taken to where it was wanted, whole or not at all. */
        void finish() throws IOException;
    }

    /** Takes what comes out of a file. */
    interface Rows {
        /** @param line as a line of the log */
        void pair(byte[] line) throws IOException, MalformedRecordException;

        /** @param place file and row */
        void bad(String place, String why);
    }
}
