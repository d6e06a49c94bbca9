package dev.understudy.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a request, asks its path's endpoint, writes what it answers; a bad request gets OpenAI's error shape. */
final class JsonHandler implements HttpHandler {
    private static final int BODY_BYTES_MAX = 256 * 1024;

    private final Map<String, Endpoint> endpoints;

    JsonHandler(Map<String, Endpoint> endpoints) {
        this.endpoints = Map.copyOf(endpoints);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            reply(exchange);
        }
    }

    private void reply(HttpExchange exchange) throws IOException {
        Endpoint.Answer answer;
        try {
            answer = answer(exchange);
        } catch (BadRequestException e) {
            write(exchange, e.status(), error(e.getMessage(), "invalid_request_error", e.field()));
            return;
        } catch (RuntimeException e) {
            write(exchange, 500, error("the model failed: " + e, "server_error", null));
            return;
        }
        if (answer instanceof Endpoint.Answer.Events events) {
            writeEvents(exchange, events);
        } else if (answer instanceof Endpoint.Answer.Whole whole) {
            write(exchange, 200, whole.body());
        }
    }

    private Endpoint.Answer answer(HttpExchange exchange) throws IOException, BadRequestException {
        String path = exchange.getRequestURI().getPath();
        Endpoint endpoint = endpoints.get(path);
        if (endpoint == null) {
            throw new BadRequestException(
                    404, null, "path: " + path + " (expected: /healthz or one of " + endpoints.keySet() + ")");
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            throw new BadRequestException(405, null, "method: " + exchange.getRequestMethod() + " (expected: POST)");
        }
        return endpoint.answer(new Fields(body(exchange)));
    }

    private static JsonNode body(HttpExchange exchange) throws IOException, BadRequestException {
        byte[] bytes = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
        if (bytes.length > BODY_BYTES_MAX) {
            throw new BadRequestException(
                    413, null, "body: too large (expected: at most " + BODY_BYTES_MAX + " bytes)");
        }
        JsonNode body;
        try {
            body = Json.MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new BadRequestException(400, null, "body: not JSON: " + e.getOriginalMessage());
        }
        if (!body.isObject()) {
            throw new BadRequestException(400, null, "body: " + Fields.shown(body) + " (expected: a JSON object)");
        }
        return body;
    }

    private static void write(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void writeEvents(HttpExchange exchange, Endpoint.Answer.Events events) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (JsonNode event : events.events()) {
            out.write(("data: " + event + "\n\n").getBytes(UTF_8));
            out.flush();
        }
        out.write("data: [DONE]\n\n".getBytes(UTF_8));
    }

    private static ObjectNode error(@Nullable String message, String type, @Nullable String field) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", field)
                .putNull("code");
        return answer;
    }
}
