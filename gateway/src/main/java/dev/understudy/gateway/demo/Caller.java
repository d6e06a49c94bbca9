package dev.understudy.gateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How the demo's people reach the gateway: its traffic on one port, feedback on the other. Any thread; it blocks. */
final class Caller {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI traffic;
    private final URI feedback;

    Caller(int port, int adminPort) {
        this.traffic = URI.create("http://127.0.0.1:" + port);
        this.feedback = URI.create("http://127.0.0.1:" + adminPort + "/api/v1/feedback");
    }

    /** @param id the pair's, for feedback; empty when the answer carries none */
    record Reply(int status, String id, String body) {
        JsonNode json() throws IOException {
            return MAPPER.readTree(body);
        }
    }

    Reply post(String path, String visitor, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(traffic.resolve(path))
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header("x-user-id", visitor)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
        return new Reply(
                response.statusCode(),
                response.headers().firstValue("x-understudy-id").orElse(""),
                response.body());
    }

    /** Sends events about a pair; the status of 2xx says that all were taken. */
    Reply feedback(List<Map<String, Object>> events) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(feedback)
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(events)))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
        return new Reply(response.statusCode(), "", response.body());
    }
}
