package dev.understudy.gateway.traffic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Authority;
import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Certificates;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model over TLS is asked only when it is the model. */
@ExtendWith(LeakGuard.class)
class TlsIT {
    private static final Certificates OURS = Certificates.ofOwnAuthority();

    @TempDir
    private Path files;

    @Test
    void a_model_whose_certificate_is_vouched_for_is_asked() throws Exception {
        Path ca = OURS.trust(files.resolve("ca.pem"));
        try (FakeModel model = FakeModel.behind(Certificates.listening(OURS.loopback(), null), Behaviour.echoing());
                RunningGateway gateway = RunningGateway.with(serving(model.url(), "tls: {ca: \"" + ca + "\"}"))) {
            RawResponse first = RawClient.post(gateway.port(), "/ask", "one");
            RawResponse second = RawClient.post(gateway.port(), "/ask", "x".repeat(300_000));

            assertThat(first.body()).isEqualTo("one");
            assertThat(second.body()).hasSize(300_000);
            assertThat(model.connectionsAccepted()).as("connections").isEqualTo(1);
            assertThat(gateway.pair(first.id()).legs().get(0).endpoint()).isEqualTo(model.url());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong name", "expired", "self-signed", "unknown authority"})
    void a_model_that_cannot_prove_who_it_is_gets_nothing(String flaw) throws Exception {
        Path ca = OURS.trust(files.resolve("ca.pem"));
        X509Bundle shown = switch (flaw) {
            case "wrong name" -> OURS.forName("elsewhere.example");
            case "expired" -> OURS.expired();
            case "self-signed" -> Certificates.selfSigned();
            default -> Certificates.ofOwnAuthority().loopback();
        };
        try (FakeModel model = FakeModel.behind(Certificates.listening(shown, null), Behaviour.echoing());
                RunningGateway gateway = RunningGateway.with(serving(model.url(), "tls: {ca: \"" + ca + "\"}"))) {
            RawResponse response = RawClient.post(gateway.port(), "/ask", "secret");

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.body()).contains("\"tls\"").doesNotContain("certificate", "127.0.0.1");
            Leg leg = gateway.pair(response.id()).legs().get(0);
            assertThat(leg.outcome()).isEqualTo(Leg.Outcome.ERROR);
            assertThat(leg.cause()).isEqualTo("tls");
            assertThat(model.requests()).isEmpty();
        }
    }

    @Test
    void the_system_is_asked_whom_to_trust_when_the_file_does_not_say() throws Exception {
        try (FakeModel model = FakeModel.behind(Certificates.listening(OURS.loopback(), null), Behaviour.echoing());
                RunningGateway gateway = RunningGateway.with(serving(model.url(), ""))) {
            assertThat(RawClient.post(gateway.port(), "/ask", "secret").status())
                    .isEqualTo(502);
            assertThat(model.requests()).isEmpty();
        }
    }

    @Test
    void only_who_says_so_does_without_verification() throws Exception {
        try (FakeModel model =
                        FakeModel.behind(Certificates.listening(Certificates.selfSigned(), null), Behaviour.echoing());
                RunningGateway gateway = RunningGateway.with(serving(model.url(), "tls: {verify: false}"))) {
            assertThat(RawClient.post(gateway.port(), "/ask", "x").body()).isEqualTo("x");
        }
    }

    @Test
    void the_server_is_told_and_has_to_show_the_name_that_the_file_says() throws Exception {
        Path ca = OURS.trust(files.resolve("ca.pem"));
        List<String> asked = new CopyOnWriteArrayList<>();
        SSLServerSocket socket = Certificates.listening(OURS.forName("ranker"), null);
        Behaviour noting = exchange -> {
            ((ExtendedSSLSession) ((SSLSocket) exchange.socket()).getSession())
                    .getRequestedServerNames()
                    .forEach(name -> asked.add(((SNIHostName) name).getAsciiName()));
            Behaviour.echoing().serve(exchange);
        };
        try (FakeModel model = FakeModel.behind(socket, noting);
                RunningGateway gateway =
                        RunningGateway.with(serving(model.url(), "tls: {ca: \"" + ca + "\", serverName: ranker}"))) {
            assertThat(RawClient.post(gateway.port(), "/ask", "x").status()).isEqualTo(200);
            assertThat(asked).containsExactly("ranker");
        }
    }

    @Test
    void a_model_that_wants_to_know_who_asks_is_shown_a_certificate() throws Exception {
        Path ca = OURS.trust(files.resolve("ca.pem"));
        X509Bundle us = OURS.forName("understudy");
        Path certificate = Files.writeString(files.resolve("us.pem"), us.getCertificatePathPEM());
        Path key = Files.writeString(files.resolve("us.key"), us.getPrivateKeyPEM());
        SSLServerSocket strict = Certificates.listening(OURS.loopback(), OURS.authority());
        try (FakeModel model = FakeModel.behind(strict, Behaviour.echoing());
                RunningGateway known = RunningGateway.with(serving(
                        model.url(),
                        "tls: {ca: \"" + ca + "\", certificate: \"" + certificate + "\", key: \"" + key + "\"}"));
                RunningGateway unknown = RunningGateway.with(serving(model.url(), "tls: {ca: \"" + ca + "\"}"))) {
            assertThat(RawClient.post(known.port(), "/ask", "x").body()).isEqualTo("x");

            RawResponse refused = RawClient.post(unknown.port(), "/ask", "x");

            assertThat(refused.status()).isEqualTo(502);
            assertThat(unknown.pair(refused.id()).legs().get(0).cause()).isIn("tls", "reset");
            assertThat(model.requests()).hasSize(1);
        }
    }

    @Test
    void another_authority_in_the_file_is_trusted_without_a_restart() throws Exception {
        Path ca = Certificates.ofOwnAuthority().trust(files.resolve("ca.pem"));
        try (FakeModel model = FakeModel.behind(Certificates.listening(OURS.loopback(), null), Behaviour.echoing());
                RunningGateway gateway = RunningGateway.with(serving(model.url(), "tls: {ca: \"" + ca + "\"}"))) {
            assertThat(RawClient.post(gateway.port(), "/ask", "x").status()).isEqualTo(502);

            OURS.trust(ca);

            await().atMost(Deadline.PATIENCE)
                    .until(() -> RawClient.post(gateway.port(), "/ask", "x").status() == 200);
        }
    }

    @Test
    void a_file_that_is_of_no_use_is_named_at_the_start() throws Exception {
        Path empty = Files.writeString(files.resolve("empty.pem"), "nothing\n");
        Path missing = files.resolve("missing.pem");

        assertThatThrownBy(() -> RunningGateway.with(serving("https://127.0.0.1:1", "tls: {ca: \"" + missing + "\"}")))
                .hasRootCauseMessage(missing.toString())
                .cause()
                .hasMessageContaining("model model: tls: ca: " + missing + " does not exist");
        assertThatThrownBy(() -> RunningGateway.with(serving("https://127.0.0.1:1", "tls: {ca: \"" + empty + "\"}")))
                .cause()
                .hasMessageContaining("model model: tls: ca: " + empty + " holds no certificate");
    }

    @Test
    void the_rules_for_what_we_show_are_those_of_the_front() throws Exception {
        Authority authority = Authority.create();
        Authority.write(authority.server(), files, "a");
        Authority.write(authority.server(), files, "b");
        String shown = "tls: {certificate: \"" + files.resolve("a.crt") + "\", key: \"%s\"}";
        Path large = Files.write(files.resolve("large.key"), new byte[1024 * 1024 + 1]);

        assertThatThrownBy(() ->
                        RunningGateway.with(serving("https://127.0.0.1:1", shown.formatted(files.resolve("b.key")))))
                .cause()
                .hasMessageContaining("key: " + files.resolve("b.key") + " is not the key of the first certificate in "
                        + files.resolve("a.crt"));
        assertThatThrownBy(() -> RunningGateway.with(serving("https://127.0.0.1:1", shown.formatted(large))))
                .cause()
                .hasMessageContaining("key: " + large + " is larger than 1 MiB");
    }

    @Test
    void a_handshake_counts_as_connecting() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
                RunningGateway gateway = RunningGateway.with(serving(
                        "https://127.0.0.1:" + silent.getLocalPort(), "timeout: {connect: 200ms, total: 5m}"))) {
            RawResponse response = RawClient.post(gateway.port(), "/ask", "x");

            assertThat(response.status()).isEqualTo(504);
            assertThat(gateway.pair(response.id()).legs().get(0).cause()).isEqualTo("connect");
        }
    }

    @Test
    void legacy_answers_for_a_candidate_that_cannot_be_trusted_and_its_breaker_opens() throws Exception {
        try (FakeModel legacy = FakeModel.that(Behaviour.answering("{\"from\": \"legacy\"}"));
                FakeModel candidate =
                        FakeModel.behind(Certificates.listening(Certificates.selfSigned(), null), Behaviour.echoing());
                RunningGateway gateway = RunningGateway.with("""
                        models:
                          legacy: {url: "%s"}
                          candidate: {url: "%s", timeout: {connect: 20s}, breaker: {minimumCalls: 2, openFor: 1h}}
                        routes:
                          - name: all
                            match: {path: {prefix: /}}
                            ab: {arms: [{model: legacy, weight: 0}, {model: candidate, weight: 100}]}
                        """.formatted(legacy.url(), candidate.url()))) {
            List<String> causes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                RawResponse response = RawClient.post(gateway.port(), "/ask", "x");
                assertThat(response.body()).contains("legacy");
                causes.add(Legs.candidate(gateway.pair(response.id())).cause());
            }

            assertThat(causes).containsExactly("tls", "tls", "breakerOpen");
        }
    }

    @Test
    void an_answer_whose_end_was_not_said_is_not_taken_for_complete() throws Exception {
        Path ca = OURS.trust(files.resolve("ca.pem"));
        try (ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
                RunningGateway gateway = RunningGateway.with(
                        serving("https://127.0.0.1:" + server.getLocalPort(), "tls: {ca: \"" + ca + "\"}"))) {
            Thread cutter = new Thread(() -> answerAndCut(server), "cutter");
            cutter.start();
            try (RawClient client = RawClient.connect(gateway.port())) {
                client.send(RawClient.request("POST", "/ask", "x"));
                client.readAll();
            }
            cutter.join();

            assertThat(gateway.pairs(1).get(0).legs().get(0).outcome()).isEqualTo(Leg.Outcome.ERROR);
        }
    }

    /** Closes the connection under TLS, as somebody on the way could. */
    private static void answerAndCut(ServerSocket server) {
        try (Socket below = server.accept()) {
            SSLSocket socket = (SSLSocket) Certificates.context(OURS.loopback(), null)
                    .getSocketFactory()
                    .createSocket(below, null, below.getPort(), false);
            socket.setUseClientMode(false);
            InputStream in = socket.getInputStream();
            for (int matched = 0; matched < 4; ) {
                int octet = in.read();
                matched = octet == "\r\n\r\n".charAt(matched) ? matched + 1 : octet == '\r' ? 1 : 0;
            }
            in.readNBytes(1);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\nall of it?".getBytes(US_ASCII));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String serving(String url, String settings) {
        String timeout = settings.contains("timeout:") ? "" : ", timeout: {connect: 20s}";
        return """
                listen: {http: "127.0.0.1:0", threads: 1}
                models:
                  model: {url: "%s", breaker: {minimumCalls: 1000}%s}
                  other: {url: "http://127.0.0.1:1"}
                routes:
                  - name: all
                    match: {path: {prefix: /}}
                    ab: {arms: [{model: model, weight: 100}, {model: other, weight: 0}]}
                """.formatted(url, (settings.isEmpty() ? "" : ", " + settings) + timeout);
    }
}
