package dev.understudy.dataset;

import dev.understudy.config.Sha256;
import dev.understudy.log.EventLog;
import dev.understudy.log.JsonLine;
import dev.understudy.log.Reading;
import dev.understudy.pair.MalformedRecordException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data sets of a data directory: {@code datasets/NAME/VERSION.jsonl}, each written once and never changed, and in {@code
 * datasets/NAME/retired/} who was taken out, when and why.
 */
public final class Datasets {
    private static final String SUFFIX = ".jsonl";
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";
    private static final int VERSION_DIGITS = 12;

    private final Path root;

    private Datasets(Path root) {
        this.root = root;
    }

    public static Datasets of(Path dataDirectory) {
        return new Datasets(dataDirectory.resolve("datasets"));
    }

    /** A version with its cases. */
    public record Read(Snapshot snapshot, List<Case> cases) {
        public Read {
            cases = List.copyOf(cases);
        }
    }

    /** @param why in somebody's words */
    public record Retired(String id, String why, Instant time) {}

    /** Writes a version; the same cases again are the same version, and nothing happens. */
    public Snapshot save(String name, List<Case> cases, String drawn, long seed, String note, Instant now)
            throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        List<Case> ordered = new ArrayList<>(cases);
        ordered.sort(Comparator.comparing(Case::id));
        for (Case one : ordered) {
            try {
                lines.write(JsonLine.bytes(one.toJson()));
            } catch (MalformedRecordException e) {
                throw new IOException("case " + one.id() + ": " + e.getMessage());
            }
            lines.write('\n');
        }
        byte[] content = lines.toByteArray();
        Snapshot snapshot = new Snapshot(name, version(content), drawn, seed, ordered.size(), note, now);
        Path file = directory(name).resolve(snapshot.version() + SUFFIX);
        if (Files.exists(file)) {
            return read(name, snapshot.version()).snapshot();
        }
        Files.createDirectories(file.getParent());
        Path unfinished = file.resolveSibling(UUID.randomUUID() + ".tmp");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(JsonLine.bytes(snapshot.toJson()));
        all.write('\n');
        all.write(content);
        Files.write(unfinished, all.toByteArray());
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("r--------"));
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return snapshot;
    }

    /** @param version some first digits of one, or {@code latest} */
    public Read read(String name, String version) throws IOException {
        Path file = find(name, version);
        List<Case> cases = new ArrayList<>();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            Snapshot snapshot = Snapshot.of(JsonLine.parse(bytes(reader.readLine())));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                content.write(bytes(line));
                content.write('\n');
                cases.add(Case.of(JsonLine.parse(bytes(line))));
            }
            if (!version(content.toByteArray()).equals(snapshot.version())) {
                throw new IOException(file + ": its cases are not those it was written with (expected: the version "
                        + snapshot.version() + "); take it from a backup, or draw a new one");
            }
            return new Read(snapshot, cases);
        } catch (MalformedRecordException e) {
            throw new IOException(file + ": " + e.getMessage());
        }
    }

    /** All versions, by name and time. */
    public List<Snapshot> list() throws IOException {
        List<Snapshot> all = new ArrayList<>();
        for (Path directory : children(root)) {
            for (Path file : children(directory)) {
                if (file.toString().endsWith(SUFFIX)) {
                    all.add(head(file));
                }
            }
        }
        all.sort(Comparator.comparing(Snapshot::name)
                .thenComparing(Snapshot::time)
                .thenComparing(Snapshot::version));
        return all;
    }

    /** Takes a case out of what will be drawn and run; versions that have it keep it. */
    public void retire(String name, String id, String why, Instant now) throws IOException {
        boolean known = false;
        for (Snapshot snapshot : versions(name)) {
            known |= read(name, snapshot.version()).cases().stream()
                    .anyMatch(one -> one.id().equals(id));
        }
        if (!known) {
            throw new NoSuchFileException(
                    "case " + id + " is in no version of " + name + " (expected: an id that 'dataset show' prints)");
        }
        try (EventLog.Appender retired = retirements(name).append(now)) {
            retired.add(JsonLine.object().put("id", id).put("why", why).put("time", now.toString()));
        }
    }

    /** By the cases' ids; the first word on each. */
    public Map<String, Retired> retired(String name) throws IOException {
        Map<String, Retired> retired = new TreeMap<>();
        Reading read = retirements(name)
                .read(
                        line -> new Retired(
                                JsonLine.require(line, "id"), line.path("why").asText(), JsonLine.time(line, "time")),
                        one -> retired.putIfAbsent(one.id(), one));
        if (read.unreadable() > 0) {
            throw new IOException("retired cases of " + name + " cannot be read: " + read.problems()
                    + " (mend or remove the line: a retired case must not come back)");
        }
        return retired;
    }

    private EventLog retirements(String name) {
        return new EventLog(directory(name).resolve("retired"));
    }

    private List<Snapshot> versions(String name) throws IOException {
        return list().stream().filter(snapshot -> snapshot.name().equals(name)).toList();
    }

    private Path find(String name, String version) throws IOException {
        List<Snapshot> found = versions(name).stream()
                .filter(snapshot ->
                        version.equals("latest") || snapshot.version().startsWith(version))
                .toList();
        if (found.isEmpty() || (found.size() > 1 && !version.equals("latest"))) {
            throw new NoSuchFileException("data set " + name + ":" + version + ": " + found.size()
                    + " versions (expected: one that 'dataset ls' lists)");
        }
        return directory(name).resolve(found.get(found.size() - 1).version() + SUFFIX);
    }

    private Path directory(String name) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "data set: \"" + name + "\" (expected: 1 to 63 letters, digits, dots, underscores and hyphens)");
        }
        return root.resolve(name);
    }

    private static Snapshot head(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return Snapshot.of(JsonLine.parse(bytes(reader.readLine())));
        } catch (MalformedRecordException e) {
            throw new IOException(file + ": " + e.getMessage());
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static byte[] bytes(@Nullable String line) {
        return line == null ? new byte[0] : line.getBytes(StandardCharsets.UTF_8);
    }

    private static String version(byte[] content) {
        return Sha256.of(content).substring(0, VERSION_DIGITS);
    }
}
