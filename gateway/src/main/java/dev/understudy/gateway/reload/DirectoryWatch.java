package dev.understudy.gateway.reload;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes early when something in a directory changes. It watches the directory, not the file, because editors rename over the
 * file and Kubernetes swaps a symbolic link beside it. Where a directory cannot be watched it is a plain wait.
 */
final class DirectoryWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DirectoryWatch.class);

    private final Path directory;
    private final @Nullable WatchService service;
    private @Nullable WatchKey key;

    private DirectoryWatch(Path directory, @Nullable WatchService service) {
        this.directory = directory;
        this.service = service;
    }

    static DirectoryWatch of(Path directory) {
        try {
            return new DirectoryWatch(directory, directory.getFileSystem().newWatchService());
        } catch (IOException | UnsupportedOperationException e) {
            log.warn("config_watch_unavailable directory={} reason={} consequence=polled", directory, e.toString());
            return new DirectoryWatch(directory, null);
        }
    }

    /** Returns at the latest after this time: true when something in the directory was touched. */
    boolean await(Duration atMost) throws InterruptedException {
        if (service == null || !isRegistered(service)) {
            TimeUnit.NANOSECONDS.sleep(atMost.toNanos());
            return false;
        }
        try {
            WatchKey signalled = service.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
            if (signalled == null) {
                return false;
            }
            signalled.pollEvents();
            signalled.reset();
            return true;
        } catch (ClosedWatchServiceException e) {
            throw (InterruptedException) new InterruptedException("watch closed").initCause(e);
        }
    }

    /** The directory may have been away for a while. */
    private boolean isRegistered(WatchService watching) {
        if (key != null && key.isValid()) {
            return true;
        }
        try {
            key = directory.register(
                    watching,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            return true;
        } catch (ClosedWatchServiceException e) {
            return true;
        } catch (IOException e) {
            log.debug("config_directory_not_watched directory={} reason={}", directory, e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            log.warn("config_watch_not_closed reason={}", e.toString());
        }
    }
}
