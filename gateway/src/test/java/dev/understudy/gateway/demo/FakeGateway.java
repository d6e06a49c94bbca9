package dev.understudy.gateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers on the demo's paths as the gateway and its models would, on one port for traffic and feedback. */
final class FakeGateway implements AutoCloseable {
    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // or each answer takes 40 ms
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final AtomicInteger ids = new AtomicInteger();
    private final List<JsonNode> feedback = new CopyOnWriteArrayList<>();
    private final List<String> visitors = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    FakeGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** From now on every good request gets this. */
    void answerWith(int status) {
        this.status = status;
    }

    /** Every event, flattened. */
    List<JsonNode> feedback() {
        return feedback;
    }

    List<String> visitors() {
        return visitors;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (path.equals("/api/v1/feedback")) {
                Caller.MAPPER.readTree(body).forEach(feedback::add);
                send(exchange, 202, "{}");
            } else if (path.endsWith("/nowhere") || !body.endsWith("}") || body.equals("{}")) {
                send(exchange, 400, "{}");
            } else {
                visitors.add(exchange.getRequestHeaders().getFirst("x-user-id"));
                exchange.getResponseHeaders().set("x-understudy-id", "pair-" + ids.incrementAndGet());
                send(exchange, status, answer(path, body));
            }
        }
    }

    private static String answer(String path, String body) {
        if (path.equals("/search")) {
            return "{\"hits\": [{\"id\": \"boots/fit\"}, {\"id\": \"tents/seasons\"}, {\"id\": \"maps/lost\"}]}";
        }
        if (body.contains("\"stream\":true")) {
            return "data: {\"choices\": [{\"delta\": {\"content\": \"soot\"}}]}\n\ndata: [DONE]\n\n";
        }
        return "{\"choices\": [{\"message\": {\"content\": \"soot\"}}]}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
