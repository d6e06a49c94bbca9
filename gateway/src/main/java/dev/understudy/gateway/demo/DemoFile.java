package dev.understudy.gateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The demo's YAML, with this run's addresses filled in. */
final class DemoFile {
    /** The canary's pauses: three steps share the time there is. */
    private static final int STEPS = 3;

    private DemoFile() {}

    /** Writes it into the data directory, where the report and whoever looks later find it. */
    static Path write(Path data, URI full, URI quantized, int seconds) throws IOException {
        try (InputStream template = Objects.requireNonNull(DemoFile.class.getResourceAsStream("demo.yaml"))) {
            String yaml = new String(template.readAllBytes(), UTF_8)
                    .replace("${full}", full.toString())
                    .replace("${quantized}", quantized.toString())
                    .replace("${step}", Math.max(1, seconds / STEPS) + "s")
                    .replace("${data}", quoted(data));
            return Files.writeString(data.resolve("demo.yaml"), yaml);
        }
    }

    /** A JSON string is a YAML string too. */
    private static String quoted(Path path) throws IOException {
        return new ObjectMapper().writeValueAsString(path.toAbsolutePath().toString());
    }
}
