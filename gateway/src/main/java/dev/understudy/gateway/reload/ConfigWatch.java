package dev.understudy.gateway.reload;

import dev.understudy.config.Config;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.config.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that an edited file is loaded: by an edit in place, a rename over it, a swap of the symbolic links it is reached
 * by, or SIGHUP.
 *
 * <p>What counts is the content, read anew at least every second; the directory watch only makes it quicker. A content is
 * loaded once it was the same twice in a row, so that a file half-way through being written is left alone. The same
 * content causes no event; SIGHUP says so in the log, and tells again what is wrong with a bad file.
 */
public final class ConfigWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration QUIET = Duration.ofMillis(100);
    private static final int QUIET_TURNS_MAX = 20;
    private static final int MISSING_TURNS = 10;
    private static final Logger log = LoggerFactory.getLogger(ConfigWatch.class);

    private final Path file;
    private final ConfigLoading loading;
    private final ConfigListener listener;
    private final DirectoryWatch directory;
    private final ProcessSignal hangUp;
    private final Thread thread;
    private final Object waiting = new Object();
    private boolean hungUp;
    private boolean awaiting;
    private volatile boolean closed;

    private Config good;
    private Fingerprint seen;
    private boolean isSeenGood = true;

    private ConfigWatch(Path file, Config running, ConfigLoading loading, ConfigListener listener) {
        this.file = file;
        this.loading = loading;
        this.listener = listener;
        this.good = running;
        this.seen = Fingerprint.of(running.source());
        this.directory = DirectoryWatch.of(file.toAbsolutePath().resolveSibling(""));
        this.hangUp = ProcessSignal.handle("HUP", this::hungUp);
        this.thread = new Thread(this::run, "understudy-config-watch");
        thread.setDaemon(true);
    }

    /** @param running what serves now: a file that already differs from it is loaded at once */
    public static ConfigWatch start(Path file, Config running, ConfigLoading loading, ConfigListener listener) {
        ConfigWatch watch = new ConfigWatch(file, running, loading, listener);
        watch.thread.start();
        return watch;
    }

    /** Returns when no callback runs any more, unless it is a callback that calls it. */
    @Override
    public void close() {
        closed = true;
        hangUp.close();
        directory.close();
        thread.interrupt();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(POLL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        try {
            while (!closed) {
                if (isHungUpWhileWaiting()) {
                    lookOnDemand();
                } else {
                    look();
                }
            }
        } catch (InterruptedException e) {
            log.debug("config_watch_ended file={}", file);
        }
    }

    /** On the signal's thread. */
    private void hungUp() {
        synchronized (waiting) {
            hungUp = true;
            if (awaiting) { // nothing else must be interrupted: reading a file would fail
                thread.interrupt();
            }
        }
    }

    /** Waits for something to happen in the directory, for the signal, or until it is time to look anyway. */
    private boolean isHungUpWhileWaiting() throws InterruptedException {
        synchronized (waiting) {
            awaiting = !hungUp;
        }
        try {
            if (awaiting) {
                directory.await(POLL);
            }
        } catch (InterruptedException e) {
            if (closed) {
                throw e;
            }
        }
        synchronized (waiting) {
            awaiting = false;
            boolean wasHungUp = hungUp;
            hungUp = false;
            if (wasHungUp) {
                Thread.interrupted(); // in case it came when the wait was over
            }
            return wasHungUp;
        }
    }

    private void look() throws InterruptedException {
        if (Fingerprint.of(file).equals(seen)) {
            return;
        }
        Fingerprint settled = settled();
        if (!settled.equals(seen)) {
            load(settled);
        }
    }

    private void lookOnDemand() throws InterruptedException {
        Fingerprint settled = settled();
        if (settled.equals(seen) && isSeenGood) {
            log.info("config_unchanged file={} revision={}", file, good.revision());
        } else {
            load(settled);
        }
    }

    /** What the file holds once it stopped changing; a missing one gets longer, since it may be on its way back. */
    private Fingerprint settled() throws InterruptedException {
        Fingerprint last = Fingerprint.of(file);
        int turnsAlike = 0;
        for (int turn = 0; turn < QUIET_TURNS_MAX && turnsAlike < (last.isReadable() ? 1 : MISSING_TURNS); turn++) {
            TimeUnit.NANOSECONDS.sleep(QUIET.toNanos());
            Fingerprint next = Fingerprint.of(file);
            turnsAlike = next.equals(last) ? turnsAlike + 1 : 0;
            last = next;
        }
        return last;
    }

    private void load(Fingerprint settled) {
        seen = settled;
        isSeenGood = false;
        try {
            Config loaded = loading.load(file);
            if (loaded.source().equals(good.source())) {
                listener.onUnchanged(good);
            } else {
                listener.onConfig(loaded);
                good = loaded;
            }
            isSeenGood = true;
        } catch (InvalidConfigException e) {
            listener.onProblems(e.problems());
        } catch (RuntimeException e) {
            log.error("config_not_applied file={}", file, e);
            listener.onProblems(List.of(new Problem(file.toString(), 0, 0, "", "could not be applied: " + e)));
        }
    }
}
