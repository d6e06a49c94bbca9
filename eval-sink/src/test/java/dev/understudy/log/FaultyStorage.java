package dev.understudy.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A real file system whose calls fail from the Nth on, for a while or for ever. A write that fails has written half.
 * Nothing is forced to the disk: it is processes that die here, not machines.
 */
final class FaultyStorage implements Storage {
    private final Storage real = new DiskStorage();
    private final List<Closeable> open = new ArrayList<>();
    private final int firstFailing;
    private final int lastFailing;
    private int calls;

    FaultyStorage(int firstFailing, int failures) {
        this.firstFailing = firstFailing;
        this.lastFailing = failures == Integer.MAX_VALUE ? failures : firstFailing + failures - 1;
    }

    boolean hasFailed() {
        return calls >= firstFailing;
    }

    /** What the system does when a process dies: closes its files, and so drops its locks. */
    void die() throws IOException {
        for (Closeable file : open) {
            file.close();
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        call();
        real.createDirectory(directory);
    }

    @Override
    public Appending create(Path file) throws IOException {
        call();
        return faulty(real.create(file));
    }

    @Override
    public Appending open(Path file) throws IOException {
        call();
        return faulty(real.open(file));
    }

    @Override
    public InputStream read(Path file) throws IOException {
        call();
        InputStream in = real.read(file);
        open.add(in);
        return in;
    }

    @Override
    public boolean exists(Path file) throws IOException {
        call();
        return real.exists(file);
    }

    @Override
    public long size(Path file) throws IOException {
        call();
        return real.size(file);
    }

    @Override
    public Instant lastModified(Path file) throws IOException {
        call();
        return real.lastModified(file);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        call();
        return real.list(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        call();
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        call();
        real.delete(file);
    }

    @Override
    public Optional<Closeable> tryLock(Path file) throws IOException {
        call();
        Optional<Closeable> lock = real.tryLock(file);
        lock.ifPresent(open::add);
        return lock;
    }

    private void call() throws IOException {
        if (fails()) {
            throw new IOException("No space left on device (call " + calls + ")");
        }
    }

    private boolean fails() {
        calls++;
        return calls >= firstFailing && calls <= lastFailing;
    }

    private Appending faulty(Appending file) {
        open.add(file);
        return new Appending() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (fails()) {
                    file.write(bytes, offset, length / 2);
                    throw new IOException("No space left on device (half of call " + calls + ")");
                }
                file.write(bytes, offset, length);
            }

            @Override
            public void force() throws IOException {
                call();
            }

            @Override
            public void truncate(long length) throws IOException {
                call();
                file.truncate(length);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
