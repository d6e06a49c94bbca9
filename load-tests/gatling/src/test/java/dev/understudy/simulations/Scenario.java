package dev.understudy.simulations;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** What all simulations share: whom they ask for what, from system properties, and when a run has failed. */
final class Scenario {
    private static final String TARGET = System.getProperty("target", "http://127.0.0.1:8080");
    private static final String PATH = System.getProperty("path", "/");
    private static final String METHOD = System.getProperty("method", "POST");
    private static final String USER_HEADER = System.getProperty("userHeader", "x-user-id");
    private static final int USERS = Integer.getInteger("users", 1000);
    private static final String TOKEN = System.getProperty("token", "");

    private Scenario() {}

    static double rate() {
        return Double.parseDouble(System.getProperty("rate", "100"));
    }

    static double from() {
        return Double.parseDouble(System.getProperty("from", "1"));
    }

    static Duration duration() {
        return Duration.ofMillis(Math.round(Double.parseDouble(System.getProperty("minutes", "1")) * 60_000));
    }

    /** Keep-alive connections shared by all virtual users, as a service in front of a gateway has them. */
    static HttpProtocolBuilder protocol() {
        return http.baseUrl(TARGET).shareConnections().disableCaching().disableFollowRedirect();
    }

    static ScenarioBuilder requests(String name) {
        HttpRequestActionBuilder request = http(METHOD + " " + PATH)
                .httpRequest(METHOD, PATH)
                .header("content-type", "application/json")
                .header(USER_HEADER, "#{user}")
                .check(status().is(200));
        if (!METHOD.equals("GET")) {
            request = request.body(StringBody("#{body}"));
        }
        if (!TOKEN.isEmpty()) {
            request = request.header("authorization", "Bearer " + TOKEN);
        }
        return scenario(name).feed(feeder()).exec(request);
    }

    static List<Assertion> limits() {
        return List.of(
                global().failedRequests().percent().lte(Double.parseDouble(System.getProperty("failedPercentMax", "1"))),
                global().responseTime().percentile(99).lte(Integer.getInteger("p99MillisMax", 1000)));
    }

    private static Iterator<Map<String, Object>> feeder() {
        List<String> bodies = bodies();
        AtomicLong number = new AtomicLong();
        return Stream.generate(() -> {
                    long next = number.getAndIncrement();
                    return Map.<String, Object>of(
                            "user", "user-" + next % USERS, "body", bodies.get((int) (next % bodies.size())));
                })
                .iterator();
    }

    private static List<String> bodies() {
        String file = System.getProperty("bodyFile");
        if (file == null) {
            return List.of(System.getProperty("body", "{\"query\": \"tents\"}"));
        }
        try {
            List<String> lines = Files.readAllLines(Path.of(file));
            if (lines.isEmpty()) {
                throw new IllegalArgumentException("bodyFile: " + file + " is empty (expected: one body a line)");
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("bodyFile: " + file + " cannot be read", e);
        }
    }
}
