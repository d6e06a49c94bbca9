package dev.understudy.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the log needs of a file system. A test puts one in between that fails at any call it likes. */
interface Storage {

    /** With its parents; nothing happens when it exists. */
    void createDirectory(Path directory) throws IOException;

    /** A new file; it must not exist. */
    Appending create(Path file) throws IOException;

    /** An existing file, at its end. */
    Appending open(Path file) throws IOException;

    InputStream read(Path file) throws IOException;

    boolean exists(Path file) throws IOException;

    long size(Path file) throws IOException;

    Instant lastModified(Path file) throws IOException;

    /** The names of the files in it; none when there is no such directory. */
    List<String> list(Path directory) throws IOException;

    /** Atomic, and lasting once it returns. */
    void rename(Path from, Path to) throws IOException;

    /** Nothing happens when it does not exist. */
    void delete(Path file) throws IOException;

    /** Held until it is closed or the process ends; empty when someone else holds it. The file stays. */
    Optional<Closeable> tryLock(Path file) throws IOException;

    /** One file that only grows, but for the cutting off of what failed. */
    interface Appending extends Closeable {
        /** All of it, or an exception; then some of it may have been written. */
        void write(byte[] bytes, int offset, int length) throws IOException;

        /** Returns when the disk has it. */
        void force() throws IOException;

        void truncate(long length) throws IOException;
    }
}
