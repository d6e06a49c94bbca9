package dev.understudy.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Data and oracle beside the repository, where they are there; or the data of {@code -Dunderstudy.oracle}. */
public final class SharedData {
    private static final String DATA = "data/";

    private SharedData() {}

    /** A file below {@code ../shared}; the test is skipped where it is missing. */
    public static Path file(String name) {
        String own = System.getProperty("understudy.oracle");
        if (own != null && name.startsWith(DATA)) {
            Path file = Path.of(own, name.substring(DATA.length()));
            Assumptions.assumeTrue(Files.exists(file), file + " is not there");
            return file;
        }
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isDirectory(at.resolve(".mvn"))) {
            at = at.getParent();
        }
        Path found = null;
        for (Path up = at; up != null && found == null; up = up.getParent()) {
            Path file = up.resolve("shared").resolve(name);
            found = Files.exists(file) ? file : null;
        }
        Assumptions.assumeTrue(found != null, "shared/" + name + " is not there");
        return java.util.Objects.requireNonNull(found);
    }

    public static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(file(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
