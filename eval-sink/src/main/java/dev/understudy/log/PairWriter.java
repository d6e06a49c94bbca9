package dev.understudy.log;

import dev.understudy.config.Sink;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Pair;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command writes into a data directory, in segments under a name of its own, while a gateway writes there too. What
 * was flushed survives a kill; closing compresses the segments. Used by one thread.
 */
public final class PairWriter implements Closeable {
    private final Archive archive;
    private final LogWriter writer;
    private final String instance;
    private final List<Path> complete;

    private PairWriter(Archive archive, LogWriter writer, String instance, List<Path> complete) {
        this.archive = archive;
        this.writer = writer;
        this.instance = instance;
        this.complete = complete;
    }

    /** @param instance the name to write under; another process with the same one is refused */
    public static PairWriter open(Path dataDirectory, String instance) throws IOException {
        Clock clock = Clock.systemUTC();
        Storage storage = new DiskStorage();
        Archive archive = new Archive(storage, dataDirectory, instance, clock, Duration.ofDays(1), Long.MAX_VALUE);
        List<Path> complete = new ArrayList<>();
        LogWriter writer =
                new LogWriter(storage, settings(dataDirectory), instance, clock, archive, new Events(complete));
        writer.open();
        return new PairWriter(archive, writer, instance, complete);
    }

    public void add(Pair pair) throws IOException {
        added(writer.add(pair, 0));
    }

    public void add(Feedback feedback) throws IOException {
        added(writer.add(feedback, 0));
    }

    /** Hands everything to the system. */
    public void flush() throws IOException {
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        try {
            writer.flush();
            writer.close();
            complete.addAll(archive.plain(instance));
            for (Path segment : complete) {
                archive.seal(segment);
            }
        } finally {
            writer.releaseLock();
        }
    }

    private void added(boolean added) throws IOException {
        if (!added) {
            throw new IOException("a record could not be encoded; the log of this process says why");
        }
        if (writer.isFull()) {
            writer.flush();
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

    /** What is complete is sealed at the end. */
    private record Events(List<Path> complete) implements LogEvents {
        @Override
        public void complete(Path segment) {
            complete.add(segment);
        }

        @Override
        public void removed(long records) {
            throw new IllegalStateException("the data directory was removed while it was written");
        }

        @Override
        public void written(int records, long weight) {}
    }
}
