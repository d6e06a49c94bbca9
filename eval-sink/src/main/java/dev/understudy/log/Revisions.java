package dev.understudy.log;

import dev.understudy.config.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The configurations under which a data directory was written, each as its YAML: {@code revisions/<revision>.yaml}. */
public final class Revisions {
    private static final String DIRECTORY = "revisions";
    private static final String SUFFIX = ".yaml";

    private Revisions() {}

    /** Keeps it; nothing happens when it is there. */
    public static void save(Path dataDirectory, Config config) throws IOException {
        Path file = file(dataDirectory, config.revision());
        if (Files.exists(file)) {
            return;
        }
        DiskStorage storage = new DiskStorage();
        storage.createDirectory(dataDirectory.resolve(DIRECTORY));
        Path unfinished = dataDirectory.resolve(DIRECTORY).resolve(UUID.randomUUID() + ".tmp");
        try {
            try (Storage.Appending target = storage.create(unfinished)) {
                byte[] source = config.source().getBytes(StandardCharsets.UTF_8);
                target.write(source, 0, source.length);
                target.force();
            }
            storage.rename(unfinished, file);
        } finally {
            storage.delete(unfinished);
        }
    }

    /** The YAML of a revision; empty when the directory was not written under it. */
    public static Optional<String> source(Path dataDirectory, String revision) throws IOException {
        try {
            return Optional.of(Files.readString(file(dataDirectory, revision)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** All revisions, by name. */
    public static List<String> list(Path dataDirectory) throws IOException {
        return new DiskStorage()
                .list(dataDirectory.resolve(DIRECTORY)).stream()
                        .filter(name -> name.endsWith(SUFFIX))
                        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                        .sorted()
                        .toList();
    }

    /** All revisions, the one that was first served latest in front. */
    public static List<String> newestFirst(Path dataDirectory) throws IOException {
        DiskStorage storage = new DiskStorage();
        Map<String, Instant> times = new HashMap<>();
        for (String revision : list(dataDirectory)) {
            times.put(revision, storage.lastModified(file(dataDirectory, revision)));
        }
        return times.entrySet().stream()
                .sorted(Map.Entry.<String, Instant>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Path file(Path dataDirectory, String revision) {
        if (!revision.matches("[A-Za-z0-9]{1,64}")) {
            throw new IllegalArgumentException("revision: \"" + revision + "\" (expected: letters and digits)");
        }
        return dataDirectory.resolve(DIRECTORY).resolve(revision + SUFFIX);
    }
}
