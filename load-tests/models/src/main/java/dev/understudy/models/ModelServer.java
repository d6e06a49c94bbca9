package dev.understudy.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine;

/** One variant of the model behind HTTP, on this machine only. */
public final class ModelServer implements AutoCloseable {
    private static final int THREADS = 32;

    private final HttpServer server;
    private final ExecutorService threads;

    private ModelServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    public static void main(String[] arguments) {
        int status = new CommandLine(new ServeCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Loads the weights, embeds the corpus and listens; port 0 takes a free one. */
    public static ModelServer start(Variant variant, int port) throws IOException {
        MiniLm model = MiniLm.load(variant);
        Corpus corpus = Corpus.load(model);
        Map<String, Endpoint> endpoints = Map.of(
                "/search", new SearchEndpoint(corpus),
                "/intent", new IntentEndpoint(Intents.load(model)),
                "/v1/embeddings", new EmbeddingsEndpoint(model),
                "/v1/chat/completions", new ChatEndpoint(corpus, model, Clock.systemUTC()));

        // Without it each small write of a stream waits for the one before to be acknowledged.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        server.setExecutor(threads);
        server.createContext("/", new JsonHandler(endpoints));
        server.createContext("/healthz", ModelServer::health);
        server.start();
        return new ModelServer(server, threads);
    }

    private static void health(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = "{\"status\":\"ok\"}".getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
