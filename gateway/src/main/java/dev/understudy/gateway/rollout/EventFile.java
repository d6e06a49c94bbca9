package dev.understudy.gateway.rollout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The append-only file of start events; the last one of a route counts. */
final class EventFile {
    private static final long BYTES_MAX = 64L * 1024 * 1024;

    private final Path path;

    EventFile(Path path) {
        this.path = path;
    }

    /** How long it is, which says whether somebody wrote to it; 0 without one. */
    long bytes() throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    /** @param unreadable lines that are no event, a torn last one among them */
    record Events(Map<String, Start> lastByRoute, int unreadable) {
        static final Events NONE = new Events(Map.of(), 0);

        Events {
            lastByRoute = Map.copyOf(lastByRoute);
        }
    }

    Events read() throws IOException {
        if (Files.notExists(path)) {
            return Events.NONE;
        }
        if (Files.size(path) > BYTES_MAX) {
            throw new IOException(path + " is larger than " + BYTES_MAX + " bytes; move it away");
        }
        String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        Map<String, Start> last = new LinkedHashMap<>();
        int unreadable = 0;
        for (String line : lines(text)) {
            var start = EventCodec.decode(line);
            start.ifPresent(event -> last.put(event.route(), event));
            unreadable += start.isPresent() ? 0 : 1;
        }
        return new Events(last, unreadable);
    }

    /** Appends and forces to disk. A torn line before it is ended first, so that it spoils nothing but itself. */
    void append(String line) throws IOException {
        Files.createDirectories(path.toAbsolutePath().normalize().getParent());
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size();
            String separator = end == 0 || endsWithNewline(channel, end) ? "" : "\n";
            ByteBuffer bytes = ByteBuffer.wrap((separator + line + "\n").getBytes(StandardCharsets.UTF_8));
            channel.position(end);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static boolean endsWithNewline(FileChannel channel, long end) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return channel.read(last, end - 1) == 1 && last.get(0) == '\n';
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        text.lines().filter(line -> !line.isBlank()).forEach(lines::add);
        return lines;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
