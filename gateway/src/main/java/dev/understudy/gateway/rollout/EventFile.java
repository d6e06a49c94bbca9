package dev.understudy.gateway.rollout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The append-only file of start events, which several processes may share; the last one of a route counts. */
final class EventFile {
    private static final long BYTES_MAX = 64L * 1024 * 1024;
    /** A process has one lock on a file, and loses it when it closes any channel to it; so only one is open here at a time. */
    private static final Object ONE_AT_A_TIME = new Object();

    private final Path path;

    EventFile(Path path) {
        this.path = path;
    }

    /** How long it is, which says whether somebody wrote to it; 0 without one. */
    long bytes() throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    /**
     * What it holds.
     *
     * @param unreadable lines that are no event, a torn last one among them
     * @param bytes how long it was
     */
    record Events(Map<String, Start> lastByRoute, int unreadable, long bytes) {
        static final Events NONE = new Events(Map.of(), 0, 0);

        Events {
            lastByRoute = Map.copyOf(lastByRoute);
        }
    }

    Events read() throws IOException {
        if (Files.notExists(path)) {
            return Events.NONE;
        }
        synchronized (ONE_AT_A_TIME) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                return read(channel);
            }
        }
    }

    /**
     * Appends what is to stand behind its last events and forces it to disk, while no other process writes. A torn line before
     * is ended first, so that it spoils nothing but itself.
     *
     * @param known what it held when it was read last
     * @param lines from what it holds now
     * @return how long it is now
     */
    long append(Events known, Function<Events, List<String>> lines) throws IOException {
        Files.createDirectories(path.toAbsolutePath().normalize().getParent());
        synchronized (ONE_AT_A_TIME) {
            try (FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                channel.lock(); // until it is closed
                long end = channel.size();
                List<String> fresh = lines.apply(end == known.bytes() ? known : read(channel));
                return fresh.isEmpty() ? end : append(channel, end, fresh);
            }
        }
    }

    private static long append(FileChannel channel, long end, List<String> lines) throws IOException {
        String separator = end == 0 || endsWithNewline(channel, end) ? "" : "\n";
        ByteBuffer bytes =
                ByteBuffer.wrap((separator + String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        channel.position(end);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
        return channel.position();
    }

    private static boolean endsWithNewline(FileChannel channel, long end) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return channel.read(last, end - 1) == 1 && last.get(0) == '\n';
    }

    private Events read(FileChannel channel) throws IOException {
        if (channel.size() > BYTES_MAX) {
            throw new IOException(path + " is larger than " + BYTES_MAX + " bytes; move it away");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
        channel.position(0);
        int read;
        do {
            read = channel.read(bytes);
        } while (read > 0);
        bytes.flip();
        long length = bytes.remaining();
        Map<String, Start> last = new LinkedHashMap<>();
        int unreadable = 0;
        for (String line :
                StandardCharsets.UTF_8.decode(bytes).toString().lines().toList()) {
            if (!line.isBlank()) {
                var start = EventCodec.decode(line);
                start.ifPresent(event -> last.put(event.route(), event));
                unreadable += start.isPresent() ? 0 : 1;
            }
        }
        return new Events(last, unreadable, length);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
