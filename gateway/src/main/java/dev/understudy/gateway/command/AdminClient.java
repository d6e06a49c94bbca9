package dev.understudy.gateway.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.understudy.config.Admin;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.HostPort;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.config.Secret;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which running gateway is meant, and how it is spoken to: the options of commands that need one. */
final class AdminClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The gateway's configuration: its admin section says where it is, and with which token.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = "The gateway's admin address, instead of a configuration. Default: http://127.0.0.1:8081")
    private Optional<URI> address = Optional.empty();

    @Option(names = "--token", paramLabel = "FILE", description = "Holds the token that the address asks for.")
    private Optional<Path> token = Optional.empty();

    /** @param status of HTTP */
    record Answer(int status, JsonNode json) {
        boolean isRefusal() {
            return status != 200;
        }

        String message() {
            return json.path("message").isTextual()
                    ? json.path("message").asText()
                    : "the admin address answered with status " + status + " (expected: that of a gateway)";
        }
    }

    /** Where to ask, and with what. */
    private record Target(URI base, Optional<Secret> bearer) {}

    Answer get(String path) throws IOException {
        return send(HttpRequest.newBuilder().GET(), path);
    }

    Answer post(String path) throws IOException {
        return send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()), path);
    }

    /** A name as a part of an address. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Answer send(HttpRequest.Builder request, String path) throws IOException {
        Target target = target();
        URI uri = target.base().resolve(path);
        request.uri(uri).timeout(PATIENCE);
        if (target.bearer().isPresent()) {
            request.header("authorization", "Bearer " + target.bearer().get().read());
        }
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), read(response.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (IOException e) {
            throw new IOException(
                    "no gateway answers at " + target.base()
                            + " (expected: one that runs; -c FILE or --admin URL says where)",
                    e);
        }
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private Target target() throws IOException {
        if (file.isPresent() && (address.isPresent() || token.isPresent())) {
            throw new WrongUseException("-c beside --admin or --token (expected: one or the other)");
        }
        if (file.isPresent()) {
            Admin admin = admin(file.get());
            return new Target(URI.create("http://" + reachable(admin.http())), admin.bearer());
        }
        URI base = address.orElseGet(() -> URI.create("http://" + Admin.DEFAULT.http()));
        if (base.getHost() == null
                || base.getScheme() == null
                || !base.getScheme().matches("https?")
                || !base.getRawPath().matches("/?")) {
            throw new WrongUseException("--admin: " + base + " (expected: an address such as http://127.0.0.1:8081)");
        }
        return new Target(base, token.map(Secret.FromFile::new));
    }

    /** What serves may be an older configuration than a file that somebody has just broken. */
    private static Admin admin(Path file) throws IOException {
        try {
            return ConfigLoader.load(file).admin();
        } catch (InvalidConfigException e) {
            throw new IOException(
                    file + ": " + e.problems().get(0)
                            + "; so it does not say where the gateway is (expected: --admin URL, and --token FILE where"
                            + " one is asked for)",
                    e);
        }
    }

    /** What listens everywhere is here too. */
    private static HostPort reachable(HostPort listening) throws UnknownHostException {
        if (listening.port() == 0) {
            throw new WrongUseException("admin.http: " + listening + " is a port by chance (expected: --admin with the"
                    + " address that the gateway printed)");
        }
        return InetAddress.getByName(listening.host()).isAnyLocalAddress()
                ? new HostPort(InetAddress.getLoopbackAddress().getHostAddress(), listening.port())
                : listening;
    }
}
