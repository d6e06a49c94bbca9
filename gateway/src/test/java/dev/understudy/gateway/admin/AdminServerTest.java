package dev.understudy.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.understudy.config.Admin;
import dev.understudy.config.Experiment;
import dev.understudy.config.Fallback;
import dev.understudy.config.HostPort;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.config.Match;
import dev.understudy.config.Percent;
import dev.understudy.config.Problem;
import dev.understudy.config.Route;
import dev.understudy.config.Secret;
import dev.understudy.config.ShadowBudget;
import dev.understudy.config.UnitKind;
import dev.understudy.gateway.feedback.FeedbackIntake;
import dev.understudy.gateway.feedback.Impressions;
import dev.understudy.gateway.proxy.BudgetStatus;
import dev.understudy.gateway.proxy.Spent;
import dev.understudy.gateway.proxy.Usage;
import dev.understudy.gateway.reload.ConfigStatus;
import dev.understudy.gateway.rollout.Exposure;
import dev.understudy.gateway.rollout.Order;
import dev.understudy.log.PairSink;
import dev.understudy.pair.DropCause;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminServerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T01:02:03Z");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private final List<Feedback> taken = new CopyOnWriteArrayList<>();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<String> orders = new CopyOnWriteArrayList<>();
    private volatile boolean persisted = true;
    private final List<AdminServer> started = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(AdminServer::close);
    }

    @Test
    void it_says_whether_it_lives_and_whether_it_is_ready() throws Exception {
        int port = start(Optional.empty());
        reasons.add("draining");

        assertThat(get(port, "/healthz").statusCode()).isEqualTo(200);
        HttpResponse<String> notReady = get(port, "/readyz");
        assertThat(notReady.statusCode()).isEqualTo(503);
        assertThat(json(notReady).path("reasons").path(0).textValue()).isEqualTo("draining");

        reasons.clear();
        assertThat(get(port, "/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void metrics_are_prometheus_text() throws Exception {
        meters.counter("understudy.something").increment();
        HttpResponse<String> metrics = get(start(Optional.empty()), "/metrics");

        assertThat(metrics.headers().firstValue("content-type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.body()).contains("understudy_something_total 1.0");
    }

    @Test
    void the_config_status_tells_the_last_error_with_its_place() throws Exception {
        JsonNode status = json(get(start(Optional.empty()), "/api/v1/config/status"));

        assertThat(status.path("revision").textValue()).isEqualTo("9f3c21ab");
        assertThat(status.at("/lastError/problems/0/line").intValue()).isEqualTo(3);
        assertThat(status.at("/restartNeeded/0").textValue()).isEqualTo("sink");
        assertThat(status.at("/previous/0/revision").textValue()).isEqualTo("00000000");
    }

    @Test
    void a_canary_route_tells_its_shares_its_step_and_its_next_change() throws Exception {
        JsonNode route = json(get(start(Optional.empty()), "/api/v1/routes")).at("/routes/0");

        assertThat(route.path("strategy").textValue()).isEqualTo("canary");
        assertThat(route.at("/match/path/prefix").textValue()).isEqualTo("/chat");
        assertThat(route.at("/configured/chat-70b").doubleValue()).isEqualTo(0.05);
        assertThat(route.at("/observed/shares/chat-70b").doubleValue()).isEqualTo(0.25);
        assertThat(route.at("/rollout/step").intValue()).isEqualTo(2);
        assertThat(route.at("/rollout/nextChange").textValue()).isEqualTo(NOW.toString());
    }

    @Test
    void rollouts_are_listed_and_shown_one_by_one() throws Exception {
        int port = start(Optional.empty());
        JsonNode one = json(get(port, "/api/v1/rollouts")).at("/rollouts/0");

        assertThat(one.toString())
                .isEqualTo("{\"route\":\"chat\",\"legacy\":\"chat-8b\",\"candidate\":\"chat-70b\",\"percent\":5.0,"
                        + "\"step\":2,\"steps\":1,\"since\":\"2026-11-22T01:02:03Z\","
                        + "\"nextChange\":\"2026-11-22T01:02:03Z\",\"state\":\"walking\"}");
        assertThat(json(get(port, "/api/v1/rollouts/chat"))).isEqualTo(one);
        assertThat(get(port, "/api/v1/rollouts/search").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"pause", "resume", "promote", "rollback"})
    void a_canary_is_told_what_to_do(String order) throws Exception {
        HttpResponse<String> told = order(start(Optional.empty()), "chat/" + order);

        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(json(told).path("route").textValue()).isEqualTo("chat");
        assertThat(json(told).path("persisted")).isEqualTo(BooleanNode.TRUE);
        assertThat(orders).containsExactly("chat " + order);
    }

    @Test
    void an_order_that_could_not_be_saved_says_so() throws Exception {
        persisted = false;

        assertThat(json(order(start(Optional.empty()), "chat/pause")).path("persisted"))
                .isEqualTo(BooleanNode.FALSE);
    }

    @Test
    void an_order_that_cannot_be_carried_out_says_why() throws Exception {
        int port = start(Optional.empty());

        HttpResponse<String> unknown = order(port, "chat/stop");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown).path("message").textValue())
                .isEqualTo("stop (expected: pause, resume, promote, rollback)");
        assertThat(get(port, "/api/v1/rollouts/chat/pause").headers().firstValue("allow"))
                .contains("POST");
        HttpResponse<String> page = send(HttpRequest.newBuilder(uri(port, "/api/v1/rollouts/chat/promote"))
                .header("Origin", "https://elsewhere.example")
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(orders).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"cross-site, 403", "same-site, 403", "same-origin, 200", "none, 200"})
    void pages_of_other_sites_get_nothing(String site, int status) throws Exception {
        int port = start(Optional.empty());

        assertThat(send(HttpRequest.newBuilder(uri(port, "/api/v1/pairs")).header("Sec-Fetch-Site", site))
                        .statusCode())
                .isEqualTo(status);
    }

    private static HttpResponse<String> order(int port, String order) throws Exception {
        return send(HttpRequest.newBuilder(uri(port, "/api/v1/rollouts/" + order))
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void pairs_are_read_from_the_newest_on() throws Exception {
        int port = start(Optional.empty());
        assertThat(get(port, "/api/v1/pairs").body()).isEqualTo("{\"pairs\":[]}");
        Path pairs = Files.createDirectories(directory.resolve("pairs"));
        Files.writeString(pairs.resolve("gw-20261122T010000-000001.jsonl"), pair(1, "chat") + pair(2, "search"));
        Files.writeString(pairs.resolve("gw-20261122T020000-000002.jsonl"), pair(3, "chat") + pair(4, "chat"));

        assertThat(ids(get(port, "/api/v1/pairs"))).containsExactly(id(4), id(3), id(2), id(1));
        assertThat(ids(get(port, "/api/v1/pairs?limit=2"))).containsExactly(id(4), id(3));
        assertThat(ids(get(port, "/api/v1/pairs?route=search"))).containsExactly(id(2));
        assertThat(ids(get(port, "/api/v1/pairs?since=" + time(3)))).containsExactly(id(4), id(3));
        assertThat(get(port, "/api/v1/pairs/" + id(2)).body() + "\n").isEqualTo(pair(2, "search"));
        assertThat(get(port, "/api/v1/pairs/" + id(5)).statusCode()).isEqualTo(404);
        assertThat(get(port, "/api/v1/pairs/..%2f..%2fetc").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"since=yesterday", "limit=0", "limit=1001", "limit=many"})
    void a_wrong_question_for_pairs_is_refused_with_what_was_expected(String query) throws Exception {
        HttpResponse<String> refused = get(start(Optional.empty()), "/api/v1/pairs?" + query);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).path("message").textValue()).startsWith(query.replace("=", ": ") + " (expected: ");
    }

    private static List<String> ids(HttpResponse<String> answer) throws IOException {
        return json(answer).path("pairs").findValuesAsText("id");
    }

    private static Instant time(int number) {
        return NOW.plusSeconds(3600L * number);
    }

    /** As the gateway makes them: the time, then chance. */
    private static String id(int number) {
        StringBuilder time = new StringBuilder();
        for (int shift = 45; shift >= 0; shift -= 5) {
            time.append("0123456789ABCDEFGHJKMNPQRSTVWXYZ"
                    .charAt((int) (time(number).toEpochMilli() >> shift & 31)));
        }
        return time + "ABCDEFGHJKMNPQR" + number;
    }

    private static String pair(int number, String route) {
        return "{\"schemaVersion\":1,\"id\":\"" + id(number) + "\",\"time\":\"" + time(number)
                + "\",\"instance\":\"gw\",\"sequence\":" + number + ",\"route\":\"" + route
                + "\",\"revision\":\"9f3c21ab\",\"strategy\":\"none\",\"unit\":null,\"assigned\":\"v1\",\"served\":\"v1\","
                + "\"propensity\":1.0,\"sampleRate\":1.0,\"request\":{\"method\":\"GET\",\"path\":\"/\",\"headers\":{},"
                + "\"body\":\"\",\"bodyBytes\":0,\"truncated\":false},\"legs\":[],\"feedback\":[]}\n";
    }

    @Test
    void a_route_tells_what_its_answers_used_and_what_its_copies_may_still_use() throws Exception {
        JsonNode route = json(get(start(Optional.empty()), "/api/v1/routes")).at("/routes/0");

        assertThat(route.at("/usage/0").toString())
                .isEqualTo("{\"model\":\"chat-8b\",\"role\":\"legacy\",\"inputTokens\":30,\"outputTokens\":4,"
                        + "\"cost\":0.5,\"currency\":\"EUR\"}");
        assertThat(route.path("shadowBudget").toString())
                .isEqualTo("{\"day\":\"2026-11-26\",\"tokens\":{\"perDay\":1000,\"spent\":1200,\"left\":0},"
                        + "\"cost\":{\"perDay\":2.0,\"spent\":0.5,\"left\":1.5,\"currency\":\"EUR\"}}");
    }

    @Test
    void feedback_is_taken_once() throws Exception {
        int port = start(Optional.empty());
        String event = "{\"id\":\"01KAM4X6Z0ABCDEFGHJKMNPQRS\",\"event\":\"click\",\"eventId\":\"e1\"}";

        assertThat(post(port, event, "application/json").statusCode()).isEqualTo(202);
        assertThat(json(post(port, event, "application/json; charset=utf-8"))
                        .path("duplicates")
                        .intValue())
                .isEqualTo(1);
        assertThat(taken).hasSize(1);
    }

    @Test
    void bad_feedback_is_told_what_is_wrong() throws Exception {
        HttpResponse<String> refused = post(start(Optional.empty()), "[{\"event\":\"click\"}]", "application/json");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).at("/problems/0/index").intValue()).isZero();
    }

    @Test
    void too_much_feedback_is_413_with_a_length_and_without_one() throws Exception {
        int port = start(Optional.empty());
        String large = " ".repeat(FeedbackIntake.BODY_BYTES_MAX + 1);

        assertThat(post(port, large, "application/json").statusCode()).isEqualTo(413);
        String chunked = "POST /api/v1/feedback HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(large.length()) + "\r\n" + large
                + "\r\n0\r\n\r\n";
        assertThat(raw(port, chunked)).startsWith("HTTP/1.1 413");
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void a_page_of_another_site_cannot_post_a_form_here(String contentType) throws Exception {
        assertThat(post(start(Optional.empty()), "{}", contentType).statusCode())
                .isEqualTo(415);
        assertThat(taken).isEmpty();
    }

    @Test
    void a_wrong_method_names_the_right_one() throws Exception {
        int port = start(Optional.empty());
        HttpResponse<String> refused = get(port, "/api/v1/feedback");

        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("allow")).contains("POST");
        assertThat(json(refused).path("error").textValue()).isEqualTo("method_not_allowed");
    }

    @ParameterizedTest
    @CsvSource({"/", "/nothing", "/api/v1", "/api/v1/../../etc/passwd", "/api/v1/%2e%2e/%2e%2e/x", "/%00"})
    void what_is_not_there_is_404_in_json(String path) throws Exception {
        int port = start(Optional.empty());
        String answer = raw(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 404").contains("\"error\":\"not_found\"");
    }

    @ParameterizedTest
    @CsvSource({"/healthz", "/nothing", "/metrics", "/api/v1/feedback"})
    void every_answer_carries_the_security_headers(String path) throws Exception {
        HttpResponse<String> answer = get(start(Optional.empty()), path);

        assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(answer.headers().firstValue("referrer-policy")).contains("no-referrer");
    }

    @Test
    void heads_that_are_too_long_or_malformed_are_refused_and_the_connection_ends() throws Exception {
        int port = start(Optional.empty());

        assertThat(raw(port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .contains(" 431 ");
        assertThat(raw(port, "GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .contains(" 414 ");
        assertThat(raw(port, "GARBAGE\r\n\r\n")).contains(" 400 ");
    }

    @Test
    void without_the_token_only_health_is_answered() throws Exception {
        int port = start(Optional.of(token("right")));

        assertThat(get(port, "/healthz").statusCode()).isEqualTo(200);
        assertThat(get(port, "/readyz").statusCode()).isEqualTo(200);
        for (String path : Set.of("/metrics", "/api/v1/routes", "/api/v1/config/status", "/nothing")) {
            assertThat(get(port, path).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> refused = post(port, "[]", "application/json");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("www-authenticate").orElse("")).startsWith("Bearer");
    }

    @Test
    void the_token_opens_and_another_one_does_not() throws Exception {
        int port = start(Optional.of(token("right")));

        assertThat(withToken(port, "Bearer right")).isEqualTo(200);
        assertThat(withToken(port, "bearer right")).isEqualTo(200);
        for (String wrong :
                List.of("Bearer wrong", "Bearer righ", "Bearer right1", "Bearer ", "Basic right", "right")) {
            assertThat(withToken(port, wrong)).isEqualTo(401);
        }
    }

    @Test
    void a_name_that_a_page_made_point_here_is_refused_without_authentication() throws Exception {
        int port = start(Optional.empty());

        for (String host : List.of("localhost", "127.0.0.1", "localhost:1234", "[::1]:1")) {
            assertThat(raw(port, "GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
        for (String host : List.of("evil.example", "127.evil.example", "localhost.evil.example:80")) {
            assertThat(raw(port, "GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void beyond_loopback_it_does_not_start_without_authentication() {
        assertThatThrownBy(() -> AdminServer.start(new Admin(new HostPort("0.0.0.0", 0), Optional.empty()), services()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("0.0.0.0:0")
                .hasMessageContaining("admin.auth.bearer");
    }

    @Test
    void a_token_that_cannot_be_read_is_told_at_the_start() {
        Secret missing = new Secret.FromFile(directory.resolve("missing"));

        assertThatThrownBy(() -> start(Optional.of(missing)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("admin.auth.bearer");
    }

    @Test
    void a_taken_port_is_told_with_what_to_do() throws Exception {
        int port = start(Optional.empty());

        assertThatThrownBy(() ->
                        AdminServer.start(new Admin(new HostPort("127.0.0.1", port), Optional.empty()), services()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("admin.http");
    }

    @Test
    void the_openapi_document_names_every_route_and_no_other() throws Exception {
        JsonNode document = json(get(start(Optional.empty()), "/api/v1/openapi.json"));
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        Vertx vertx = Vertx.vertx();
        Set<String> routed = new AdminRouter(vertx, services(), Optional.empty(), new LocalHosts("127.0.0.1"))
                .router().getRoutes().stream()
                        .filter(route -> route.getPath() != null)
                        .flatMap(route -> route.methods().stream()
                                .map(method -> method + " " + route.getPath().replaceAll(":([a-z]+)", "{$1}")))
                        .collect(Collectors.toCollection(TreeSet::new));
        vertx.close();

        assertThat(described).isEqualTo(routed).isNotEmpty();
        assertThat(document.path("openapi").textValue()).startsWith("3.1");
    }

    @Test
    void every_reference_of_the_openapi_document_leads_somewhere() throws Exception {
        JsonNode document = json(get(start(Optional.empty()), "/api/v1/openapi.json"));

        for (String reference : document.findValuesAsText("$ref")) {
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
    }

    private int start(Optional<Secret> bearer) throws InvalidConfigException, IOException {
        AdminServer server = AdminServer.start(new Admin(new HostPort("127.0.0.1", 0), bearer), services());
        started.add(server);
        return server.port();
    }

    private Secret token(String token) throws IOException {
        return new Secret.FromFile(Files.writeString(directory.resolve("token"), token + "\n"));
    }

    private AdminServices services() {
        ConfigStatus status = new ConfigStatus(
                "9f3c21ab",
                Path.of("understudy.yaml"),
                NOW,
                List.of("sink"),
                Optional.of(new ConfigStatus.LastError(
                        NOW, List.of(new Problem("understudy.yaml", 3, 5, "routes", "none")))),
                List.of(new ConfigStatus.Revision("00000000", NOW)));
        FeedbackIntake intake = new FeedbackIntake(new Log(), new Impressions(), meters, () -> NOW);
        return new AdminServices(
                () -> reasons,
                () -> status,
                () -> List.of(canary()),
                () -> List.of(),
                this::order,
                meters::scrape,
                intake,
                directory);
    }

    private RolloutOrders.Outcome order(String route, Order order) {
        orders.add(route + " " + order.word());
        return new RolloutOrders.Outcome(canary(), persisted);
    }

    private static RouteStatus canary() {
        Experiment.Canary canary = new Experiment.Canary(
                "chat-8b",
                "chat-70b",
                UnitKind.USER,
                "s",
                List.of(new Experiment.Step.SetPercent(new Percent(5))),
                Fallback.DEFAULT);
        Route route = new Route(
                "chat",
                new Match(new Match.Path.Prefix("/chat"), Set.of("POST"), Map.of()),
                canary,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        return new RouteStatus(
                route,
                Map.of("chat-8b", 0.95, "chat-70b", 0.05),
                Map.of("chat-8b", 3L, "chat-70b", 1L),
                Map.of("chat-8b", 4L),
                Optional.of(new Exposure(new Percent(5), 2, NOW, Optional.of(NOW), Exposure.State.WALKING)),
                new RouteStatus.Costs(
                        List.of(new Usage("chat-8b", Leg.Role.LEGACY, 30, 4, 0.5)),
                        Optional.of(new BudgetStatus(
                                new ShadowBudget(Optional.of(1000L), Optional.of(2.0)),
                                new Spent(LocalDate.of(2026, 11, 26), 1200, 0.5))),
                        Optional.of("EUR")));
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(port, path)));
    }

    private static HttpResponse<String> post(int port, String body, String contentType) throws Exception {
        return send(HttpRequest.newBuilder(uri(port, "/api/v1/feedback"))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static int withToken(int port, String authorization) throws Exception {
        return send(HttpRequest.newBuilder(uri(port, "/metrics")).header("Authorization", authorization))
                .statusCode();
    }

    private static String raw(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    /** A log that takes feedback only. */
    private final class Log implements PairSink {
        @Override
        public Optional<DropCause> offer(Pair pair) {
            return Optional.of(DropCause.SINK_DOWN);
        }

        @Override
        public boolean offer(Feedback feedback) {
            return taken.add(feedback);
        }

        @Override
        public void offer(Pulse pulse) {}
    }
}
