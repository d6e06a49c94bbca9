package dev.understudy.log;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments that are no longer written: compresses them, finishes what dead processes left, and deletes what is too
 * old or too much. Used by one low-priority thread; the counters may be read by any.
 *
 * <p>At every moment each line stands in exactly one place that readers look at: the compressed file gets its name only
 * when it is complete and forced, from then on readers prefer it, and then the plain one goes.
 */
final class Archive {
    static final String LOCKS = "locks";

    /** The fastest: records repeat themselves so much that more effort gains little. */
    private static final int LEVEL = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);
    private static final int COPY_BYTES = 64 * 1024;

    private final Storage storage;
    private final Path data;
    private final String instance;
    private final Clock clock;
    private final Duration retention;
    private final long bytesMax;
    private final AtomicLong torn = new AtomicLong();

    Archive(Storage storage, Path data, String instance, Clock clock, Duration retention, long bytesMax) {
        this.storage = storage;
        this.data = data;
        this.instance = instance;
        this.clock = clock;
        this.retention = retention;
        this.bytesMax = bytesMax;
    }

    static Path lockFile(Path data, String instance) {
        return data.resolve(LOCKS).resolve(instance + ".lock");
    }

    /** Last lines that were found half written, and left out. */
    long torn() {
        return torn.get();
    }

    /** The plain segments of one instance, which nobody writes as long as its lock is held. */
    List<Path> plain(String owner) throws IOException {
        List<Path> plain = new ArrayList<>();
        for (RecordKind kind : RecordKind.values()) {
            Path directory = data.resolve(kind.directory());
            for (String file : storage.list(directory)) {
                Optional<SegmentName> name = SegmentName.parse(file, SegmentName.PLAIN);
                if (name.isPresent() && name.get().instance().equals(owner)) {
                    plain.add(directory.resolve(file));
                }
            }
        }
        return plain;
    }

    /** Seals what processes left that are no longer alive. */
    void sealAbandoned() throws IOException {
        List<String> owners = new ArrayList<>();
        for (RecordKind kind : RecordKind.values()) {
            for (String file : storage.list(data.resolve(kind.directory()))) {
                SegmentName.parse(file, SegmentName.PLAIN)
                        .map(SegmentName::instance)
                        .ifPresent(owners::add);
            }
        }
        for (String owner : owners.stream().distinct().sorted().toList()) {
            if (!owner.equals(instance)) {
                sealIfAbandoned(owner);
            }
        }
    }

    private void sealIfAbandoned(String owner) throws IOException {
        storage.createDirectory(data.resolve(LOCKS));
        Optional<Closeable> lock = storage.tryLock(lockFile(data, owner));
        if (lock.isEmpty()) {
            return;
        }
        try {
            for (Path segment : plain(owner)) {
                seal(segment);
            }
        } finally {
            lock.get().close();
        }
    }

    /** Compresses a plain segment that nobody writes any more. Nothing happens when that has been done. */
    void seal(Path plain) throws IOException {
        if (!storage.exists(plain)) {
            return;
        }
        Path sealed = withSuffix(plain, SegmentName.SEALED);
        if (!storage.exists(sealed)) {
            long whole = wholeLines(plain);
            if (whole > 0) {
                compress(plain, whole, sealed);
            }
        }
        storage.delete(plain);
    }

    private void compress(Path plain, long length, Path sealed) throws IOException {
        Path unfinished = withSuffix(plain, SegmentName.UNFINISHED);
        storage.delete(unfinished);
        try {
            writeCompressed(plain, length, unfinished);
            storage.rename(unfinished, sealed);
        } catch (IOException e) {
            deleteQuietly(unfinished, e);
            throw e;
        }
    }

    private void writeCompressed(Path plain, long length, Path unfinished) throws IOException {
        try (Storage.Appending file = storage.create(unfinished)) {
            try (InputStream in = storage.read(plain);
                    ZstdOutputStream out = new ZstdOutputStream(new Target(file), LEVEL).setChecksum(true)) {
                copy(in, out, length);
            }
            file.force();
        }
    }

    /** A disk that is full needs the room. */
    private void deleteQuietly(Path unfinished, IOException cause) {
        try {
            storage.delete(unfinished);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** How far the last complete line reaches; what stands behind it was torn by a crash, and is counted. */
    private long wholeLines(Path plain) throws IOException {
        long size = storage.size(plain);
        long whole = 0;
        for (long end = size; whole == 0 && end > 0; end = Math.max(0, end - COPY_BYTES)) {
            whole = lastLineEnd(plain, Math.max(0, end - COPY_BYTES), end);
        }
        if (size > whole) {
            torn.incrementAndGet();
            LOG.warn("torn last line left out segment={} bytes={}", plain, size - whole);
        }
        return whole;
    }

    /** Where the last line of a file's piece ends; 0 when none does. */
    private long lastLineEnd(Path plain, long from, long end) throws IOException {
        try (InputStream in = storage.read(plain)) {
            in.skipNBytes(from);
            byte[] piece = in.readNBytes((int) (end - from));
            for (int at = piece.length; at > 0; at--) {
                if (piece[at - 1] == '\n') {
                    return from + at;
                }
            }
        }
        return 0;
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[COPY_BYTES];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("segment became shorter while it was read: " + left + " bytes are missing");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    /** Deletes sealed segments beyond the retention's age, then the oldest beyond its size. */
    void retain() throws IOException {
        List<Sealed> kept = new ArrayList<>();
        Instant oldest = clock.instant().minus(retention);
        for (Sealed segment : sealed()) {
            if (segment.modified.isBefore(oldest)) {
                LOG.info("segment deleted cause=age segment={}", segment.path);
                storage.delete(segment.path);
            } else {
                kept.add(segment);
            }
        }
        long bytes = kept.stream().mapToLong(Sealed::bytes).sum();
        for (Sealed segment : kept) {
            if (bytes > bytesMax) {
                LOG.info("segment deleted cause=size segment={}", segment.path);
                storage.delete(segment.path);
                bytes -= segment.bytes;
            }
        }
    }

    private List<Sealed> sealed() throws IOException {
        List<Sealed> sealed = new ArrayList<>();
        for (RecordKind kind : RecordKind.values()) {
            Path directory = data.resolve(kind.directory());
            for (String file : storage.list(directory)) {
                Optional<SegmentName> name = SegmentName.parse(file, SegmentName.SEALED);
                if (name.isPresent()) {
                    sealed(name.get(), directory.resolve(file)).ifPresent(sealed::add);
                }
            }
        }
        sealed.sort(Comparator.comparing(Sealed::name));
        return sealed;
    }

    /** Empty when another process of the directory has deleted it meanwhile. */
    private Optional<Sealed> sealed(SegmentName name, Path path) throws IOException {
        try {
            return Optional.of(new Sealed(name, path, storage.size(path), storage.lastModified(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Path withSuffix(Path plain, String suffix) {
        String file = String.valueOf(plain.getFileName());
        return plain.resolveSibling(file.substring(0, file.length() - SegmentName.PLAIN.length()) + suffix);
    }

    private record Sealed(SegmentName name, Path path, long bytes, Instant modified) {}

    /** Leaves the file open, which still has to be forced. */
    private static final class Target extends OutputStream {
        private final Storage.Appending file;

        Target(Storage.Appending file) {
            this.file = file;
        }

        @Override
        public void write(int value) throws IOException {
            file.write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
        }
    }
}
