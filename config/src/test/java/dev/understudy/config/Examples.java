package dev.understudy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of {@code config/examples}. */
final class Examples {
    static final Path COMPLETE = Path.of("examples", "complete.yaml");

    private Examples() {}

    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
