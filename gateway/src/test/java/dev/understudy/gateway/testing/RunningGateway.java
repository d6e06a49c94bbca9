package dev.understudy.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.gateway.Gateway;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A whole gateway in this process, on free ports, with a data directory of its own that is gone afterwards.
 *
 * <p>The YAML that is handed in says what matters to the test; listeners and sink are added to it where it is silent.
 */
public final class RunningGateway implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient ADMIN =
            HttpClient.newBuilder().connectTimeout(Deadline.PATIENCE).build();

    private final Path directory;
    private final boolean ownsDirectory;
    /** Gone when it is closed: tests are kept by JUnit until all are over, and would keep whole gateways. */
    private @Nullable Gateway gateway;

    private RunningGateway(Path directory, boolean ownsDirectory, String yaml) {
        this.directory = directory;
        this.ownsDirectory = ownsDirectory;
        try {
            Files.writeString(configFile(), complete(yaml));
            this.gateway = Gateway.start(configFile());
        } catch (Exception e) {
            throw new AssertionError("the gateway did not start with\n" + complete(yaml), e);
        }
    }

    public static RunningGateway with(String yaml) {
        try {
            return new RunningGateway(Files.createTempDirectory("understudy-it"), true, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a directory that outlives it, so that another start finds what this one left. */
    public static RunningGateway in(Path directory, String yaml) {
        return new RunningGateway(directory, false, yaml);
    }

    public int port() {
        return gateway().port();
    }

    public int adminPort() {
        return gateway().adminPort();
    }

    private Gateway gateway() {
        return Objects.requireNonNull(gateway, "closed");
    }

    public Path configFile() {
        return directory.resolve("understudy.yaml");
    }

    public Path dataDirectory() {
        return directory.resolve("data");
    }

    /** Changes the file as an editor does, by renaming, and waits until the new revision serves. */
    public void reload(String yaml) {
        String complete = complete(yaml);
        write(complete);
        String revision = revision(complete);
        patiently("revision " + revision)
                .until(() -> adminJson("/api/v1/config/status")
                        .path("revision")
                        .asText()
                        .equals(revision));
    }

    /** Changes the file to something that must be refused, and waits until that is reported. */
    public void reloadInVain(String yaml) {
        write(complete(yaml));
        patiently("a reported error")
                .until(() ->
                        adminJson("/api/v1/config/status").path("lastError").isObject());
    }

    public HttpResponse<String> admin(String path) {
        return admin(HttpRequest.newBuilder().GET(), path);
    }

    public HttpResponse<String> postAdmin(String path, String json) {
        return admin(
                HttpRequest.newBuilder()
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)),
                path);
    }

    public JsonNode adminJson(String path) {
        try {
            return JSON.readTree(admin(path).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sum of all samples of that name that carry these labels, each as {@code name="value"}. */
    public double metric(String name, String... labels) {
        return patiently("/metrics")
                .until(() -> admin("/metrics"), page -> page.statusCode() == 200)
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Waits until that sum is as expected: what is counted of a request is counted after its answer. */
    public void awaitMetric(double expected, String name, String... labels) {
        await(name + " " + List.of(labels))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(Deadline.PATIENCE)
                .untilAsserted(() -> assertThat(metric(name, labels)).isEqualTo(expected));
    }

    /** The pair of the request with that id, as soon as it is in the log. */
    public Pair pair(String id) {
        return Objects.requireNonNull(pairs(Set.of(id)).get(id));
    }

    /** The pairs of these requests by their ids, as soon as all are in the log. */
    public Map<String, Pair> pairs(Set<String> ids) {
        return patiently("pairs " + ids)
                .until(
                        () -> pairs().stream()
                                .filter(pair -> ids.contains(pair.id()))
                                .collect(Collectors.toMap(Pair::id, Function.identity())),
                        found -> found.keySet().equals(ids));
    }

    /** The pair that is like this, as soon as there is one in the log. */
    public Pair pair(Predicate<Pair> like) {
        return patiently("a pair like that")
                .until(() -> pairs().stream().filter(like).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** All pairs, as soon as there are that many. */
    public List<Pair> pairs(int atLeast) {
        return patiently(atLeast + " pairs").until(this::pairs, all -> all.size() >= atLeast);
    }

    /** What is in the log now. */
    public List<Pair> pairs() {
        return pairsIn(dataDirectory());
    }

    public static List<Pair> pairsIn(Path dataDirectory) {
        List<Pair> pairs = new ArrayList<>();
        try {
            PairLog.at(dataDirectory).forEach(PairFilter.ALL, pairs::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pairs;
    }

    public List<Pulse> pulses() {
        return pulsesIn(dataDirectory());
    }

    public static List<Pulse> pulsesIn(Path dataDirectory) {
        List<Pulse> pulses = new ArrayList<>();
        try {
            PairLog.at(dataDirectory).pulses(pulses::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pulses;
    }

    /** Everything that is on disk, as text, for looking for what must not be there. */
    public String everythingWritten() {
        StringBuilder all = new StringBuilder();
        try (var files = Files.walk(dataDirectory())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }

    /** Drains and stops; the data stay until {@link #close}. */
    public void stop() {
        gateway().close();
    }

    @Override
    public void close() {
        Gateway running = gateway;
        if (running != null) {
            running.close();
            gateway = null;
        }
        if (ownsDirectory) {
            delete(directory);
        }
    }

    /** The first eight hexadecimal digits of the text's SHA-256. */
    public static String revision(String yaml) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(yaml.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private String complete(String yaml) {
        return complete(yaml, dataDirectory());
    }

    /** Adds what a test does not care about. */
    public static String complete(String yaml, Path dataDirectory) {
        StringBuilder complete = new StringBuilder("version: 1\n");
        Map.of(
                        "listen:", "listen: {http: \"127.0.0.1:0\"}\n",
                        "admin:", "admin: {http: \"127.0.0.1:0\"}\n",
                        // How late loops are says how busy the machine is that tests run on.
                        "pressure:", "pressure: {loopLag: 1m}\n",
                        "sink:", "sink: {type: file, path: \"" + dataDirectory + "\"}\n")
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(part -> yaml.lines().noneMatch(line -> line.startsWith(part.getKey())))
                .forEach(part -> complete.append(part.getValue()));
        return complete.append(yaml).toString();
    }

    private static ConditionFactory patiently(String what) {
        return await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(Deadline.PATIENCE);
    }

    private void write(String yaml) {
        try {
            Path next = directory.resolve("understudy.yaml.next");
            Files.writeString(next, yaml);
            Files.move(next, configFile(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> admin(HttpRequest.Builder request, String path) {
        try {
            URI uri = URI.create("http://127.0.0.1:" + adminPort() + path);
            return ADMIN.send(request.uri(uri).timeout(Deadline.PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
