package dev.understudy.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.pair.MalformedRecordException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A directory of JSON lines that are dear and few, such as judgments and votes: append-only, a file for each process that
 * writes, and deleted by nobody. What was appended survives a kill of the process.
 */
public final class EventLog {
    private static final String SUFFIX = ".jsonl";
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path directory;

    public EventLog(Path directory) {
        this.directory = directory;
    }

    /** Makes something of ours out of one line. */
    public interface Decoding<T> {
        T decode(JsonNode line) throws MalformedRecordException;
    }

    /** Takes what was decoded. */
    public interface Target<T> {
        void accept(T event) throws IOException;
    }

    /** Every event, in the order of the files' start; a line that is none is counted and named. */
    public <T> Reading read(Decoding<T> decoding, Target<T> target) throws IOException {
        ReadingTally tally = new ReadingTally();
        List<String> files = new DiskStorage()
                .list(directory).stream()
                        .filter(name -> name.endsWith(SUFFIX))
                        .sorted()
                        .toList();
        for (String file : files) {
            try (InputStream in = Files.newInputStream(directory.resolve(file))) {
                long rest = SegmentFile.readLines(in, line -> {
                    T event;
                    try {
                        event = decoding.decode(JsonLine.parse(line));
                    } catch (MalformedRecordException e) {
                        tally.unreadable(directory.getFileName() + "/" + file + ": " + e.getMessage());
                        return true;
                    }
                    tally.records.increment();
                    target.accept(event);
                    return true;
                });
                if (rest > 0) {
                    tally.torn.increment();
                }
            } catch (NoSuchFileException deletedMeanwhile) {
                // nothing to read of it
            }
        }
        return tally.toReading();
    }

    /** A file of this process alone, which comes to be with the first line. */
    public Appender append(Instant now) {
        return new Appender(
                directory,
                START.format(now) + "-" + UUID.randomUUID().toString().substring(0, 8) + SUFFIX);
    }

    /** Appends; used by one thread at a time. */
    public static final class Appender implements Closeable {
        private final Path directory;
        private final String file;
        private @Nullable FileChannel channel;

        private Appender(Path directory, String file) {
            this.directory = directory;
            this.file = file;
        }

        public void add(ObjectNode event) throws IOException {
            if (channel == null) {
                new DiskStorage().createDirectory(directory);
                Path path = directory.resolve(file);
                channel = FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND),
                        DiskStorage.ownerOnly(path, "rw-------"));
            }
            byte[] json = JsonLine.bytes(event);
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            ByteBuffer buffer = ByteBuffer.wrap(line);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        /** Forces it to the disk. */
        @Override
        public void close() throws IOException {
            if (channel != null) {
                channel.force(true);
                channel.close();
            }
        }
    }
}
