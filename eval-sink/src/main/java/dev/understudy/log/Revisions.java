package dev.understudy.log;

import dev.understudy.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The settings of every revision that a data directory was written under. */
public final class Revisions {
    private Revisions() {}

    public static void save(Path dataDirectory, Config config) throws IOException {
        Path directory = Files.createDirectories(dataDirectory.resolve("revisions"));
        Path temporary = Files.writeString(directory.resolve(config.revision() + ".tmp"), config.source());
        Files.move(temporary, directory.resolve(config.revision() + ".yaml"), StandardCopyOption.REPLACE_EXISTING);
    }
}
