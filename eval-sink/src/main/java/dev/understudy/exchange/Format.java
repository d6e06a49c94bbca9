package dev.understudy.exchange;

import dev.understudy.pair.MalformedRecordException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A tool's file format: how pairs are written for it, and what is read back. One file each; {@link Formats} lists them. */
public interface Format {
    /** As it is typed. */
    String name();

    /** What is written and what is read, in a line. */
    String about();

    /** Whether it is one file or several. */
    Shape shape();

    /** How the exported files lie. */
    enum Shape {
        /** One file, which may be standard output. */
        FILE,
        /** A directory of files. */
        DIRECTORY
    }

    /** Begins an export; closing it ends the files. */
    Export export(Target target, Origin origin) throws IOException;

    /**
     * Reads files of this format. A single one that is a directory is one that {@link #export} made. Two are legacy's and the
     * candidate's, in this order, where the format holds one model's answers.
     */
    void read(List<Path> files, Received received) throws IOException, MalformedRecordException;

    /** Takes pairs. */
    interface Export extends Closeable {
        void add(SideBySide pair) throws IOException;

        /** Pairs that the format has no place for, such as one without an answer. */
        default long leftOut() {
            return 0;
        }
    }

    /**
     * Whose export it is.
     *
     * @param route that all pairs are of, or {@code all}
     * @param time of the export
     * @param version of Understudy
     */
    record Origin(String route, Instant time, String version) {}
}
