package dev.understudy.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A browser of its own, without a window, spoken to by the DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final long START_SECONDS = 120;
    private static final long ANSWER_SECONDS = 120;

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final Wire wire;
    private final AtomicInteger sent = new AtomicInteger();

    /** It is there and does not start. */
    static final class DoesNotStartException extends IOException {
        private static final long serialVersionUID = 1;

        DoesNotStartException(Path program, String said) {
            super(program + " does not start: " + said);
        }
    }

    private Chromium(Process process, Path profile, WebSocket socket, Wire wire) {
        this.process = process;
        this.profile = profile;
        this.socket = socket;
        this.wire = wire;
    }

    /** On the PATH. */
    static Optional<Path> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return NAMES.stream()
                .flatMap(name -> Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start(Path program) throws IOException {
        Path profile = Files.createTempDirectory("understudy-browser");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-extensions",
                "--disable-sync",
                "--no-first-run",
                "--force-color-profile=srgb"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--no-sandbox");
        }
        command.add("about:blank");
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Wire wire = new Wire();
        try {
            URI address = address(program, process);
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(address, wire)
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return new Chromium(process, profile, socket, wire);
        } catch (IOException | ExecutionException | TimeoutException e) {
            end(process, profile);
            if (e instanceof DoesNotStartException known) {
                throw known;
            }
            throw new DoesNotStartException(program, e.toString());
        } catch (InterruptedException e) {
            end(process, profile);
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What it prints is read to its end, or it would stand still. */
    private static URI address(Path program, Process process)
            throws IOException, ExecutionException, TimeoutException, InterruptedException {
        CompletableFuture<URI> address = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(program, process, address), "chromium-output");
        reader.setDaemon(true);
        reader.start();
        try {
            return address.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DoesNotStartException known) {
                throw known;
            }
            throw e;
        }
    }

    private static void read(Path program, Process process, CompletableFuture<URI> address) {
        List<String> said = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    address.complete(URI.create(listening.group(1)));
                }
                if (said.size() < 20) {
                    said.add(line);
                }
            }
        } catch (IOException e) {
            said.add(e.toString());
        }
        address.completeExceptionally(new DoesNotStartException(program, String.join("\n", said)));
    }

    /** A page that is empty at first. */
    Tab tab() {
        String target = send(null, "Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        String session = send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        return new Tab(session);
    }

    private JsonNode send(@Nullable String session, String method, Map<String, ?> parameters) {
        int id = sent.incrementAndGet();
        ObjectNode message = MAPPER.createObjectNode().put("id", id).put("method", method);
        if (session != null) {
            message.put("sessionId", session);
        }
        message.set("params", MAPPER.valueToTree(parameters));
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        wire.waiting.put(id, answer);
        socket.sendText(message.toString(), true);
        JsonNode said = await(answer, method);
        if (said.has("error")) {
            throw new IllegalStateException(method + ": " + said.path("error"));
        }
        return said.path("result");
    }

    private static <T> T await(CompletableFuture<T> answer, String what) {
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(what + ": no answer of the browser", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(what + ": interrupted", e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        end(process, profile);
    }

    private static void end(Process process, Path profile) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println(profile + " is left behind: " + e);
        }
    }

    /** One page, and everything that happened on it. For one thread. */
    final class Tab {
        private final String session;
        private final List<String> troubles = new CopyOnWriteArrayList<>();
        private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

        private Tab(String session) {
            this.session = session;
            wire.listeners.put(session, this::happened);
            for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
                send(domain + ".enable", Map.of());
            }
        }

        JsonNode send(String method, Map<String, ?> parameters) {
            return Chromium.this.send(session, method, parameters);
        }

        void open(Path page) {
            loaded = new CompletableFuture<>();
            send("Page.navigate", Map.of("url", page.toUri().toString()));
            await(loaded, page.toString());
        }

        void size(int width, int height) {
            send(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        }

        /** @param medium {@code screen} or {@code print} */
        void medium(String medium, String scheme) {
            send(
                    "Emulation.setEmulatedMedia",
                    Map.of(
                            "media",
                            medium,
                            "features",
                            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        }

        /** What an expression of ours says, as JSON. */
        JsonNode ask(String expression) {
            JsonNode said = send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
            if (said.has("exceptionDetails")) {
                throw new IllegalStateException(expression + ": " + said.path("exceptionDetails"));
            }
            return said.path("result").path("value");
        }

        void press(String key, int code, String text) {
            send(
                    "Input.dispatchKeyEvent",
                    Map.of("type", "keyDown", "key", key, "code", key, "windowsVirtualKeyCode", code, "text", text));
            send(
                    "Input.dispatchKeyEvent",
                    Map.of("type", "keyUp", "key", key, "code", key, "windowsVirtualKeyCode", code));
        }

        /** Errors, warnings, dialogs, what scripts threw, and each address that was asked for. */
        List<String> troubles() {
            return List.copyOf(troubles);
        }

        private void happened(JsonNode event) {
            JsonNode parameters = event.path("params");
            switch (event.path("method").asText()) {
                case "Page.loadEventFired" -> loaded.complete(null);
                case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded" ->
                    troubles.add(parameters.toString());
                case "Page.javascriptDialogOpening" -> {
                    troubles.add("dialog: " + parameters);
                    socket.sendText(
                            MAPPER.createObjectNode()
                                    .put("id", sent.incrementAndGet())
                                    .put("sessionId", session)
                                    .put("method", "Page.handleJavaScriptDialog")
                                    .set("params", MAPPER.createObjectNode().put("accept", true))
                                    .toString(),
                            true);
                }
                case "Network.requestWillBeSent" -> {
                    if (!parameters.path("type").asText().equals("Document")
                            || !parameters.at("/request/url").asText().startsWith("file:")) {
                        troubles.add("request: " + parameters.at("/request/url").asText());
                    }
                }
                default -> {}
            }
        }
    }

    /** What comes from the browser: answers by their number, events by their page. */
    private static final class Wire implements WebSocket.Listener {
        final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
        final Map<String, Consumer<JsonNode>> listeners = new ConcurrentHashMap<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                String message = partial.toString();
                partial.setLength(0);
                take(message);
            }
            socket.request(1);
            return null;
        }

        private void take(String message) {
            JsonNode said;
            try {
                said = MAPPER.readTree(message);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            CompletableFuture<JsonNode> answer =
                    said.has("id") ? waiting.remove(said.path("id").asInt()) : null;
            if (answer != null) {
                answer.complete(said);
            } else {
                listeners
                        .getOrDefault(said.path("sessionId").asText(), event -> {})
                        .accept(said);
            }
        }
    }
}
