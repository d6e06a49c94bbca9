package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Certificates;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Http2Behaviour;
import dev.understudy.gateway.testing.Http2Model;
import dev.understudy.gateway.testing.Http2Request;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model over HTTP/2 is asked, waited for, given up and recorded as one over HTTP/1.1 is. */
@ExtendWith(LeakGuard.class)
class Http2ModelIT {
    @TempDir
    private Path files;

    @Test
    void a_request_goes_out_in_the_form_of_http2_and_its_answer_comes_back_in_the_clients() throws Exception {
        try (Http2Model model = Http2Model.that(Http2Behaviour.echoing());
                RunningGateway gateway = RunningGateway.with(serving(model.url() + "/base", ""))) {
            RawResponse response = RawClient.post(
                    gateway.port(), "/ask?q=1", "hello", "X-Mixed-Case: yes", "Connection: x-hop", "X-Hop: no");

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("hello");
            Http2Request request = model.begun(1);
            assertThat(request.header(":method")).contains("POST");
            assertThat(request.header(":scheme")).contains("http");
            assertThat(request.header(":authority")).contains(model.url().substring("http://".length()));
            assertThat(request.header(":path")).contains("/base/ask?q=1");
            assertThat(request.header("x-mixed-case")).contains("yes");
            assertThat(request.header("content-length")).contains("5");
            assertThat(request.header("x-forwarded-for")).contains("127.0.0.1");
            assertThat(request.headers().names().stream().map(CharSequence::toString))
                    .doesNotContain("connection", "x-hop", "host", "transfer-encoding", "keep-alive", "te");
            Leg leg = gateway.pair(response.id()).legs().get(0);
            assertThat(leg.outcome()).isEqualTo(Leg.Outcome.OK);
            assertThat(leg.status()).isEqualTo(200);
            assertThat(Legs.body(leg)).isEqualTo("hello");
        }
    }

    @Test
    void many_calls_at_once_share_one_connection_and_copies_have_another() throws Exception {
        List<Http2Request> held = new CopyOnWriteArrayList<>();
        try (Http2Model model = Http2Model.that(held::add);
                RunningGateway gateway = RunningGateway.with("""
                        listen: {http: "127.0.0.1:0", threads: 1}
                        models:
                          model: {url: "%s", http2: true, timeout: {connect: 20s}}
                          twin: {url: "%s", http2: true, timeout: {connect: 20s}}
                        routes:
                          - name: all
                            match: {path: {prefix: /}}
                            shadow: {legacy: model, candidates: [{model: twin, percent: 100}]}
                        """.formatted(model.url(), model.url()))) {
            List<RawClient> clients = clients(gateway, 20);
            await().atMost(Deadline.PATIENCE).until(() -> held.size() == 40);

            assertThat(model.connectionsAccepted()).isEqualTo(2);
            Set<Integer> onFirst = new HashSet<>();
            held.forEach(request -> onFirst.add(request.connection()));
            assertThat(onFirst).containsExactlyInAnyOrder(1, 2);
            assertThat(held.stream().filter(request -> request.connection() == 1))
                    .hasSize(20);

            for (int i = held.size() - 1; i >= 0; i--) {
                held.get(i).respond(200, Map.of(), held.get(i).body());
            }
            for (int i = 0; i < clients.size(); i++) {
                assertThat(clients.get(i).read().body()).isEqualTo("body " + i);
                clients.get(i).close();
            }
            assertThat(gateway.pairs(20))
                    .allSatisfy(
                            pair -> assertThat(Legs.candidate(pair).outcome()).isEqualTo(Leg.Outcome.OK));
        }
    }

    @Test
    void a_model_that_takes_few_streams_gets_more_connections() throws Exception {
        sixCallsTakeThreeConnections(Http2Settings.defaultSettings().maxConcurrentStreams(2), "");
    }

    @Test
    void a_model_that_is_to_get_few_streams_gets_more_connections() throws Exception {
        sixCallsTakeThreeConnections(Http2Settings.defaultSettings(), ", connections: {streams: 2}");
    }

    private static void sixCallsTakeThreeConnections(Http2Settings models, String settings) throws Exception {
        List<Http2Request> held = new CopyOnWriteArrayList<>();
        try (Http2Model model = Http2Model.with(models, held::add);
                RunningGateway gateway = RunningGateway.with(serving(model.url(), settings))) {
            List<RawClient> clients = clients(gateway, 6);
            await().atMost(Deadline.PATIENCE).until(() -> held.size() == 6);

            assertThat(model.connectionsAccepted()).isEqualTo(3);
            held.forEach(request -> request.respond(200, Map.of(), request.body()));
            for (int i = 0; i < clients.size(); i++) {
                assertThat(clients.get(i).read().body()).isEqualTo("body " + i);
                clients.get(i).close();
            }
        }
    }

    @Test
    void large_bodies_pass_both_ways_whatever_the_windows() throws Exception {
        String large = "0123456789abcdef".repeat(256 * 1024);
        try (Http2Model model = Http2Model.that(Http2Behaviour.echoing());
                RunningGateway gateway = RunningGateway.with(serving(model.url(), ""))) {
            assertThat(RawClient.post(gateway.port(), "/ask", large).body().equals(large))
                    .isTrue();
        }
    }

    @Test
    void who_does_not_read_holds_up_nobody_else() throws Exception {
        byte[] flood = new byte[32 * 1024 * 1024];
        try (Http2Model model = Http2Model.that(request -> {
                    byte[] body = request.header(":path").orElse("").equals("/flood") ? flood : new byte[10];
                    request.respond(200, Map.of("content-length", Integer.toString(body.length)), body);
                });
                RunningGateway gateway = RunningGateway.with(serving(model.url(), ""));
                RawClient slow = RawClient.connect(gateway.port(), 4096)) {
            slow.send(RawClient.request("POST", "/flood", "x"));
            slow.readHead();
            for (int i = 0; i < 20; i++) {
                assertThat(RawClient.post(gateway.port(), "/small", "x").body()).hasSize(10);
            }
            assertThat(model.connectionsAccepted()).isEqualTo(1);
            assertThat(slow.readBytes(flood.length)).hasSize(flood.length);
        }
    }

    @Test
    void a_model_that_does_not_read_is_felt_by_its_client_and_by_nobody_else() throws Exception {
        Http2Behaviour holding = new Http2Behaviour() {
            @Override
            public void begun(Http2Request request) {
                if (request.header(":path").orElse("").equals("/held")) {
                    request.hold();
                }
            }

            @Override
            public void complete(Http2Request request) {
                request.respond(200, Map.of(), Integer.toString(request.bodyBytes().length));
            }
        };
        byte[] body = new byte[8 * 1024 * 1024];
        try (Http2Model model = Http2Model.with(Http2Settings.defaultSettings().initialWindowSize(16_384), holding);
                RunningGateway gateway = RunningGateway.with(serving(model.url(), ""));
                RawClient client = RawClient.connect(gateway.port())) {
            Thread sender = new Thread(() -> {
                try {
                    client.send("POST /held HTTP/1.1\r\nhost: a\r\ncontent-length: " + body.length + "\r\n\r\n")
                            .send(body);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            sender.start();
            Http2Request held = model.begun(1);
            await().atMost(Deadline.PATIENCE).until(() -> held.bodyBytes().length == 16_384);

            assertThat(RawClient.post(gateway.port(), "/other", "x").body()).isEqualTo("1");
            assertThat(held.bodyBytes()).hasSize(16_384);

            held.letCome();
            assertThat(client.read().body()).isEqualTo(Integer.toString(body.length));
            sender.join();
        }
    }

    @Test
    void a_client_that_leaves_costs_its_stream_and_not_the_connection() throws Exception {
        try (Http2Model model = Http2Model.that(Http2Behaviour.hanging());
                RunningGateway gateway = RunningGateway.with(serving(model.url(), ""))) {
            RawClient client = RawClient.connect(gateway.port());
            client.send(RawClient.request("POST", "/ask", "x"));
            Http2Request left = model.begun(1);
            client.reset();

            assertThat(left.reset().get(30, TimeUnit.SECONDS)).isEqualTo(Http2Error.CANCEL.code());
            model.becomes(Http2Behaviour.echoing());
            assertThat(RawClient.post(gateway.port(), "/ask", "y").body()).isEqualTo("y");
            assertThat(model.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void a_request_that_the_model_did_not_look_at_is_sent_again_with_its_body() throws Exception {
        try (Http2Model model = Http2Model.that(request -> request.giveUp(Http2Error.REFUSED_STREAM));
                RunningGateway gateway = RunningGateway.with(serving(model.url(), ""))) {
            RawResponse refused = RawClient.post(gateway.port(), "/ask", "x");
            assertThat(refused.status()).isEqualTo(502);
            Leg leg = gateway.pair(refused.id()).legs().get(0);
            assertThat(leg.cause()).isEqualTo("refused");
            assertThat(leg.attempts()).isEqualTo(3);

            model.becomes(request -> {
                model.becomes(Http2Behaviour.echoing());
                request.giveUp(Http2Error.REFUSED_STREAM);
            });
            RawResponse repeated = RawClient.post(gateway.port(), "/ask", "once more");

            assertThat(repeated.body()).isEqualTo("once more");
            assertThat(gateway.pair(repeated.id()).legs().get(0).attempts()).isEqualTo(2);
        }
    }

    @Test
    void a_post_that_was_broken_off_otherwise_is_not_sent_again() throws Exception {
        try (Http2Model model = Http2Model.that(request -> request.giveUp(Http2Error.INTERNAL_ERROR));
                RunningGateway gateway = RunningGateway.with(serving(model.url(), ""))) {
            RawResponse response = RawClient.post(gateway.port(), "/ask", "x");

            assertThat(response.status()).isEqualTo(502);
            assertThat(gateway.pair(response.id()).legs().get(0).cause()).isEqualTo("reset");
            assertThat(model.requests()).hasSize(1);
        }
    }

    @Test
    void after_goaway_what_is_under_way_ends_well_and_new_calls_take_a_new_connection() throws Exception {
        List<Http2Request> held = new CopyOnWriteArrayList<>();
        try (Http2Model model = Http2Model.that(held::add);
                RunningGateway gateway = RunningGateway.with(serving(model.url(), ""))) {
            List<RawClient> clients = clients(gateway, 1);
            Http2Request first = model.begun(1);
            first.goAway();
            model.becomes(Http2Behaviour.echoing());
            await().atMost(Deadline.PATIENCE).until(() -> {
                RawClient.post(gateway.port(), "/ask", "y");
                return model.connectionsAccepted() == 2;
            });
            first.respond(200, Map.of(), "still");

            assertThat(clients.get(0).read().body()).isEqualTo("still");
            clients.get(0).close();
        }
    }

    @Test
    void a_connection_that_breaks_fails_the_calls_on_it() throws Exception {
        List<Http2Request> held = new CopyOnWriteArrayList<>();
        try (Http2Model model = Http2Model.that(held::add);
                RunningGateway gateway = RunningGateway.with(serving(model.url(), ""))) {
            List<RawClient> clients = clients(gateway, 3);
            await().atMost(Deadline.PATIENCE).until(() -> held.size() == 3);
            held.get(0).cut();

            for (RawClient client : clients) {
                assertThat(client.read().status()).isEqualTo(502);
                client.close();
            }
            model.becomes(Http2Behaviour.echoing());
            assertThat(RawClient.post(gateway.port(), "/ask", "y").body()).isEqualTo("y");
        }
    }

    @Test
    void a_call_that_is_not_answered_in_time_is_given_up() throws Exception {
        try (Http2Model model = Http2Model.that(Http2Behaviour.hanging());
                RunningGateway gateway = RunningGateway.with(
                        serving(model.url(), ", timeout: {connect: 20s, firstByte: 200ms, total: 1m}"))) {
            RawResponse response = RawClient.post(gateway.port(), "/ask", "x");

            assertThat(response.status()).isEqualTo(504);
            assertThat(model.begun(1).reset().get(30, TimeUnit.SECONDS)).isEqualTo(Http2Error.CANCEL.code());
            model.becomes(Http2Behaviour.echoing());
            await().atMost(Deadline.PATIENCE)
                    .until(() -> RawClient.post(gateway.port(), "/ask", "y").status() == 200);
            assertThat(model.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void interim_heads_and_trailers_pass_where_they_belong() throws Exception {
        Http2Behaviour behaviour = request -> {
            request.head(103, Map.of("link", "</a>"), false);
            request.head(200, Map.of("content-type", "text/plain"), false);
            request.data("ab".getBytes(java.nio.charset.StandardCharsets.US_ASCII), false);
            request.trailers(Map.of("x-sum", "7"));
        };
        try (Http2Model model = Http2Model.that(behaviour);
                RunningGateway gateway = RunningGateway.with(serving(model.url(), ""))) {
            RawResponse response = RawClient.post(gateway.port(), "/ask", "x", "TE: trailers");

            assertThat(response.body()).isEqualTo("ab");
            assertThat(response.trailers())
                    .anySatisfy(trailer -> assertThat(trailer.toString()).contains("x-sum"));
            assertThat(model.begun(1).header("te")).contains("trailers");
            Pair pair = gateway.pair(response.id());
            assertThat(pair.legs().get(0).headers()).containsEntry("x-sum", "7");
        }
    }

    @Test
    void an_answer_that_makes_no_sense_is_not_passed_on() throws Exception {
        List<Http2Behaviour> nonsense = List.of(
                request -> request.respond(200, Map.of("content-length", "5"), "four"),
                request -> request.respond(200, Map.of("content-length", "3"), "four"),
                request -> request.head(200, Map.of("content-length", "5"), true),
                request -> request.respond(200, Map.of("content-length", "x"), ""),
                request -> request.headers(new DefaultHttp2Headers(false).status("099"), true),
                request -> request.headers(new DefaultHttp2Headers(false).status("2000"), true),
                request -> request.headers(new DefaultHttp2Headers(false).add("x-no", "status"), true),
                request -> request.head(101, Map.of(), false),
                request -> request.head(103, Map.of(), true),
                request -> request.respond(200, Map.of("connection", "close"), ""),
                request -> request.respond(200, Map.of("X-Upper", "a"), ""),
                request -> request.respond(200, Map.of("x-split", "a\r\nset-cookie: b"), ""),
                request -> request.data(new byte[3], true),
                request -> {
                    for (int i = 0; i < 20; i++) {
                        request.head(103, Map.of(), false);
                    }
                },
                request -> request.respond(200, Map.of("x-huge", "h".repeat(70_000)), ""));
        try (Http2Model model = Http2Model.that(Http2Behaviour.echoing());
                RunningGateway gateway = RunningGateway.with(serving(model.url(), ""))) {
            for (Http2Behaviour behaviour : nonsense) {
                model.becomes(behaviour);
                try (RawClient client = RawClient.connect(gateway.port())) {
                    assertThat(client.send(RawClient.request("POST", "/ask", "x", "Connection: close"))
                                    .readAll())
                            .doesNotContain("chunked\r\n\r\n0\r\n", "0\r\n\r\n");
                }
                model.becomes(Http2Behaviour.echoing());
                assertThat(RawClient.post(gateway.port(), "/ask", "fine").body())
                        .isEqualTo("fine");
            }

            List<Leg> legs = gateway.pairs(2 * nonsense.size()).stream()
                    .map(pair -> pair.legs().get(0))
                    .toList();
            assertThat(legs.stream().filter(leg -> "badResponse".equals(leg.cause())))
                    .hasSize(nonsense.size());
        }
    }

    @Test
    void over_tls_http2_is_agreed_upon_or_nothing_is_sent() throws Exception {
        Certificates ours = Certificates.ofOwnAuthority();
        Path ca = ours.trust(files.resolve("ca.pem"));
        String tls = ", tls: {ca: \"" + ca + "\"}";
        try (Http2Model willing = Http2Model.behind(ours.loopback(), Http2Behaviour.echoing(), "h2", "http/1.1");
                FakeModel unwilling =
                        FakeModel.behind(Certificates.listening(ours.loopback(), null), Behaviour.echoing());
                RunningGateway good = RunningGateway.with(serving(willing.url(), tls));
                RunningGateway bad = RunningGateway.with(serving(unwilling.url(), tls))) {
            assertThat(RawClient.post(good.port(), "/ask", "x").body()).isEqualTo("x");
            assertThat(willing.begun(1).header(":scheme")).contains("https");

            RawResponse response = RawClient.post(bad.port(), "/ask", "x");
            assertThat(response.status()).isEqualTo(502);
            assertThat(bad.pair(response.id()).legs().get(0).cause()).isEqualTo("noHttp2");
            assertThat(unwilling.requests()).isEmpty();
        }
    }

    @Test
    void grpc_over_http1_is_refused_before_anything_is_asked() throws Exception {
        try (Http2Model model = Http2Model.that(Http2Behaviour.echoing());
                RunningGateway gateway = RunningGateway.with(serving(model.url(), ""))) {
            RawResponse response =
                    RawClient.post(gateway.port(), "/ask", "x", "Content-Type: application/grpc+proto", "TE: trailers");

            assertThat(response.status()).isEqualTo(505);
            assertThat(response.body()).contains("grpcNeedsHttp2");
            assertThat(RawClient.post(gateway.port(), "/ask", "x", "Content-Type: application/grpc-web")
                            .body())
                    .isEqualTo("x");
            assertThat(model.requests()).hasSize(1);
        }
    }

    @Test
    void credentials_stay_home_over_http2_too() throws Exception {
        Path token = Files.writeString(files.resolve("token"), "own");
        try (Http2Model legacy = Http2Model.that(Http2Behaviour.echoing());
                Http2Model candidate = Http2Model.that(Http2Behaviour.echoing());
                RunningGateway gateway = RunningGateway.with("""
                        models:
                          legacy: {url: "%s", http2: true, timeout: {connect: 20s}}
                          candidate:
                            url: "%s"
                            http2: true
                            timeout: {connect: 20s}
                            credentials: {bearer: {file: "%s"}}
                            rewrite: {setHeaders: {x-tier: canary, host: ranker.internal}}
                        routes:
                          - name: all
                            match: {path: {prefix: /}}
                            shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}]}
                        """.formatted(legacy.url(), candidate.url(), token))) {
            RawClient.post(gateway.port(), "/ask", "x", "Authorization: Bearer callers", "Cookie: a=b");

            assertThat(legacy.begun(1).header("authorization")).contains("Bearer callers");
            assertThat(legacy.begun(1).header("cookie")).contains("a=b");
            Http2Request copy = candidate.begun(1);
            assertThat(copy.header("authorization")).contains("Bearer own");
            assertThat(copy.header("cookie")).isEmpty();
            assertThat(copy.header("x-tier")).contains("canary");
            assertThat(copy.header(":authority")).contains("ranker.internal");
            assertThat(copy.header("host")).isEmpty();
        }
    }

    private static List<RawClient> clients(RunningGateway gateway, int count) throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(RawClient.connect(gateway.port()).send(RawClient.request("POST", "/ask", "body " + i)));
        }
        return clients;
    }

    private static String serving(String url, String settings) {
        String timeout = settings.contains("timeout:") ? "" : ", timeout: {connect: 20s}";
        return """
                listen: {http: "127.0.0.1:0", threads: 1}
                models:
                  model: {url: "%s", http2: true, breaker: {minimumCalls: 1000}%s}
                  other: {url: "http://127.0.0.1:1"}
                routes:
                  - name: all
                    match: {path: {prefix: /}}
                    ab: {arms: [{model: model, weight: 100}, {model: other, weight: 0}]}
                """.formatted(url, settings + timeout);
    }
}
