package dev.understudy.log;

import com.github.luben.zstd.ZstdInputStream;
import dev.understudy.config.Sink;
import dev.understudy.pair.Body;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCodec;
import dev.understudy.pair.Pulse;
import dev.understudy.pair.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Records and settings for the tests of the log. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Samples() {}

    static Sink settings(Path data) {
        return new Sink(
                data,
                Duration.ofDays(14),
                Long.MAX_VALUE,
                1024 * 1024,
                Duration.ofHours(1),
                new Sink.Queue(10_000, 1 << 26));
    }

    static Sink settings(Path data, long segmentBytes, Sink.Queue queue) {
        return new Sink(data, Duration.ofDays(14), Long.MAX_VALUE, segmentBytes, Duration.ofHours(1), queue);
    }

    static Pair pair(String id) {
        return pair(id, "search", NOON, 100);
    }

    static Pair pair(String id, String route, Instant time, int bodyBytes) {
        Body body = body("x".repeat(bodyBytes));
        return new Pair(
                id,
                time,
                "gw-1",
                1,
                route,
                "9f3c21ab",
                "shadow",
                null,
                "legacy-model",
                "legacy-model",
                1,
                1,
                new Request("POST", "/search", Map.of("content-type", "text/plain"), body),
                List.of(new Leg(
                        Leg.Role.LEGACY,
                        "legacy-model",
                        "http://127.0.0.1:9001",
                        1,
                        Leg.Outcome.OK,
                        null,
                        200,
                        Map.of(),
                        body,
                        Leg.Times.NONE,
                        null)),
                null,
                List.of());
    }

    static Feedback feedback(String pairId, String eventId) {
        return new Feedback(pairId, "label", null, "right", null, eventId, NOON);
    }

    static Pulse pulse(String route, long eligible) {
        return new Pulse(
                NOON,
                "gw-1",
                route,
                "9f3c21ab",
                Map.of("a", 1.0),
                eligible,
                eligible,
                Map.of(),
                Map.of("a", eligible),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of());
    }

    static Body body(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Body(bytes, bytes.length, false);
    }

    /** The ids of all pairs under the directory, as anybody would read them who knows the rule of the two suffixes. */
    static List<String> ids(Path data) throws Exception {
        List<String> ids = new ArrayList<>();
        for (String line : lines(data.resolve("pairs"))) {
            ids.add(PairCodec.decode(line.getBytes(StandardCharsets.UTF_8)).id());
        }
        return ids;
    }

    static List<String> lines(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path segment : segments(directory).values()) {
            byte[] bytes;
            try (InputStream file = Files.newInputStream(segment)) {
                bytes = segment.toString().endsWith(".zst")
                        ? new ZstdInputStream(file).readAllBytes()
                        : file.readAllBytes();
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(lines::add);
        }
        return lines;
    }

    static List<String> files(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Map<String, Path> segments(Path directory) throws IOException {
        Map<String, Path> segments = new TreeMap<>();
        for (String file : files(directory)) {
            if (file.endsWith(".jsonl")) {
                segments.putIfAbsent(file, directory.resolve(file));
            } else if (file.endsWith(".jsonl.zst")) {
                segments.put(file.substring(0, file.length() - ".zst".length()), directory.resolve(file));
            }
        }
        return segments;
    }
}
