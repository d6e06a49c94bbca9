package dev.understudy.gateway.access;

import dev.understudy.config.AccessLog;
import dev.understudy.gateway.observe.Backlog;
import dev.understudy.gateway.observe.Deliveries;
import dev.understudy.gateway.observe.ExchangeView;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for each exchange. A file that was renamed or removed is opened anew, so that logrotate needs to tell nobody; one
 * that cannot be written costs lines, which are counted, and is tried again with the next ones.
 */
public final class AccessLogWriter implements Consumer<ExchangeView>, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AccessLogWriter.class);

    /** Two writers of one standard output, as during a reload, must not write into each other's lines. */
    private static final Object STANDARD_OUTPUT = new Object();

    private final Object lock;
    private final AccessLog settings;
    private final Deliveries lines;
    private final Backlog<ExchangeView> backlog;

    /** Null when it has to be opened. */
    private @Nullable OutputStream out;

    private @Nullable Object key;
    private boolean failing;

    private AccessLogWriter(AccessLog settings, Deliveries lines) throws IOException {
        this.lock = settings.isStandardOutput() ? STANDARD_OUTPUT : new Object();
        this.settings = settings;
        this.lines = lines;
        this.out = open();
        this.backlog = new Backlog<>("understudy-access-log", settings.queue(), this::write, this::shut);
    }

    /** @throws IOException when the file cannot be opened */
    public static AccessLogWriter open(AccessLog settings, Deliveries lines) throws IOException {
        try {
            return new AccessLogWriter(settings, lines);
        } catch (IOException e) {
            throw new IOException(
                    "accessLog.path: " + settings.path() + " cannot be written: " + e
                            + " (expected: a file in a directory that this user may write, or \"-\")",
                    e);
        }
    }

    /** From any event loop: takes it or counts it as dropped. */
    @Override
    public void accept(ExchangeView exchange) {
        if (!backlog.offer(exchange)) {
            lines.dropped().increment();
        }
    }

    /** Writes what is there, then closes the file. */
    @Override
    public void close() {
        backlog.close();
    }

    private void write(List<ExchangeView> exchanges) {
        synchronized (lock) {
            writeAlone(exchanges);
        }
    }

    private void writeAlone(List<ExchangeView> exchanges) {
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            for (ExchangeView exchange : exchanges) {
                AccessLine.write(exchange, text);
            }
            OutputStream to = current();
            text.writeTo(to);
            to.flush();
            lines.done().add(exchanges.size());
            failing = false;
        } catch (IOException e) {
            lines.failed().add(exchanges.size());
            shut();
            if (!failing) {
                log.warn(
                        "access_log_not_written path={} reason={} consequence=lines_lost",
                        settings.path(),
                        e.toString());
            }
            failing = true;
        }
    }

    private OutputStream current() throws IOException {
        OutputStream present = out;
        if (present != null && (settings.isStandardOutput() || isStillThere())) {
            return present;
        }
        shut();
        OutputStream next = open();
        out = next;
        return next;
    }

    private boolean isStillThere() {
        try {
            Object now = key(Path.of(settings.path()));
            return now != null && now.equals(key);
        } catch (IOException gone) {
            return false;
        }
    }

    private OutputStream open() throws IOException {
        if (settings.isStandardOutput()) {
            return new FileOutputStream(FileDescriptor.out);
        }
        Path path = Path.of(settings.path());
        OutputStream opened = Files.newOutputStream(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        key = key(path);
        return opened;
    }

    private void shut() {
        synchronized (lock) {
            OutputStream present = out;
            out = null;
            if (present != null && !settings.isStandardOutput()) {
                try {
                    present.close();
                } catch (IOException e) {
                    log.debug("access_log_not_closed reason={}", e.toString());
                }
            }
        }
    }

    /** What tells one file from another of the same name; the time of making where the system has nothing better. */
    private static @Nullable Object key(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        Object key = attributes.fileKey();
        return key == null ? attributes.creationTime() : key;
    }
}
