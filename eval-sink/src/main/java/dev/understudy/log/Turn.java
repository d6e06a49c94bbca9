package dev.understudy.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The right of one process to do in a data directory what two must not do at once, by the lock {@code locks/NAME.lock}. One that
 * dies gives it back.
 */
public final class Turn implements Closeable {
    private final Closeable lock;

    private Turn(Closeable lock) {
        this.lock = lock;
    }

    /** Empty while another process has it. */
    public static Optional<Turn> take(Path dataDirectory, String name) throws IOException {
        Storage storage = new DiskStorage();
        storage.createDirectory(dataDirectory.resolve(Archive.LOCKS));
        return storage.tryLock(Archive.lockFile(dataDirectory, name)).map(Turn::new);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
