package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Authority;
import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RawResponse.Ending;
import dev.understudy.gateway.testing.RunningGateway;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS towards clients: who gets in, what they are shown, and what happens to those who do not speak it. */
@ExtendWith(LeakGuard.class)
class ClientTlsIT {
    private static final Authority AUTHORITY = Authority.create();
    private static final Authority OTHERS = Authority.create();
    private static final FakeModel MODEL = FakeModel.that(Behaviour.echoing());

    @TempDir
    private static Path files;

    private static RunningGateway open;
    private static RunningGateway guarded;

    @BeforeAll
    static void start() throws IOException {
        Authority.write(AUTHORITY.server(), files, "server");
        Files.writeString(files.resolve("clients.crt"), AUTHORITY.pem());
        open = RunningGateway.with(yaml("server", ""));
        guarded = RunningGateway.with(yaml("server", ", clientCa: \"" + files.resolve("clients.crt") + "\""));
    }

    @BeforeEach
    void restore() {
        MODEL.becomes(Behaviour.echoing());
        MODEL.forget();
    }

    @AfterAll
    static void close() {
        open.close();
        guarded.close();
        MODEL.close();
    }

    @Test
    void a_request_over_tls_is_served_and_the_model_is_told_how_it_came() throws Exception {
        try (RawClient client = RawClient.connect(open.port(), AUTHORITY.trust())) {
            RawResponse response =
                    client.send(RawClient.request("POST", "/any", "hello")).read();

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("hello");
            assertThat(MODEL.request(1).header("x-forwarded-proto")).contains("https");
        }
    }

    @Test
    void the_newest_version_is_chosen_and_the_one_before_is_taken() throws Exception {
        assertThat(version(AUTHORITY.trust())).isEqualTo("TLSv1.3");
        assertThat(version(AUTHORITY.trust("TLSv1.2"))).isEqualTo("TLSv1.2");
    }

    @Test
    void large_bodies_pass_in_both_directions() throws Exception {
        String body = "0123456789abcdef".repeat(512 * 1024);
        try (RawClient client = RawClient.connect(open.port(), AUTHORITY.trust())) {
            Thread sender = new Thread(() -> {
                try {
                    client.send(RawClient.request("POST", "/any", body));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            sender.start();

            assertThat(client.read().body()).isEqualTo(body);
            sender.join();
        }
    }

    @Test
    void an_answer_that_is_cut_off_does_not_end_like_a_complete_one() throws Exception {
        MODEL.becomes(Behaviour.closingEarly());
        try (RawClient client = RawClient.connect(open.port(), AUTHORITY.trust())) {
            client.send("GET /any HTTP/1.0\r\n\r\n");

            assertThatThrownBy(() -> assertThat(client.read().ending()).isEqualTo(Ending.COMPLETE))
                    .isInstanceOfAny(SSLException.class, AssertionError.class);
        }
    }

    @Test
    void the_rest_of_a_refused_request_does_not_keep_its_answer_from_the_client() throws Exception {
        try (RawClient client = RawClient.connect(open.port(), AUTHORITY.trust())) {
            client.send("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n" + "y".repeat(100_000));

            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.closedSilently()).isTrue();
        }
    }

    @Test
    void a_client_with_a_certificate_that_somebody_known_vouches_for_gets_in() throws Exception {
        try (RawClient client = RawClient.connect(guarded.port(), AUTHORITY.trust(AUTHORITY.client()))) {
            assertThat(client.send(RawClient.request("GET", "/any", "")).read().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_client_without_a_certificate_does_not() {
        assertRefused(guarded, AUTHORITY.trust());
    }

    @Test
    void a_client_for_whom_a_stranger_vouches_does_not() {
        SSLContext stranger = AUTHORITY.trust(OTHERS.client());

        assertRefused(guarded, stranger);
    }

    @Test
    void where_a_certificate_is_only_requested_one_without_gets_in_and_one_with_a_strangers_does_not()
            throws Exception {
        String asked = ", clientAuth: request, clientCa: \"" + files.resolve("clients.crt") + "\"";
        try (RunningGateway gateway = RunningGateway.with(yaml("server", asked))) {
            try (RawClient client = RawClient.connect(gateway.port(), AUTHORITY.trust())) {
                assertThat(client.send(RawClient.request("GET", "/any", ""))
                                .read()
                                .status())
                        .isEqualTo(200);
            }
            MODEL.forget();
            assertRefused(gateway, AUTHORITY.trust(OTHERS.client()));
        }
    }

    @ParameterizedTest
    @CsvSource({"http/1.1, http/1.1", "'ftp,http/1.1', http/1.1", "'h2,http/1.1', http/1.1", "'', ''"})
    void the_protocol_is_agreed_on_or_http_1_where_none_is_offered(String offered, String agreed) throws Exception {
        SSLSocket socket = offering(open.port(), offered);
        socket.startHandshake();
        assertThat(socket.getApplicationProtocol()).isEqualTo(agreed);
        try (RawClient client = RawClient.over(socket)) {
            assertThat(client.send(RawClient.request("GET", "/any", "")).read().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_client_that_offers_none_of_our_protocols_is_told_so() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(yaml("server", "").replace("header: 4s", "header: 20s"))) {
            for (String offered : List.of("h2", "ftp", "h3,acme-tls/1")) {
                try (SSLSocket socket = offering(gateway.port(), offered)) {
                    assertThatThrownBy(socket::startHandshake)
                            .isInstanceOf(SSLException.class)
                            .hasMessageContaining("no_application_protocol");
                }
            }
            gateway.awaitMetric(3, "understudy_tls_handshakes_total", "end=\"refused\"");
            gateway.awaitMetric(0, "understudy_connections");
            assertThat(gateway.metric("understudy_tls_handshakes_total"))
                    .as("one end each")
                    .isEqualTo(3);
        }
    }

    @Test
    void a_client_that_speaks_plain_http_is_closed_and_counted() throws Exception {
        double before = open.metric("understudy_tls_handshakes_total", "end=\"notTls\"");
        try (RawClient client = RawClient.connect(open.port())) {
            client.send(RawClient.request("GET", "/any", ""));

            assertThat(client.readAll()).doesNotContain("HTTP/");
        }
        open.awaitMetric(before + 1, "understudy_tls_handshakes_total", "end=\"notTls\"");
        assertThat(MODEL.requests()).isEmpty();
    }

    @Test
    void a_client_that_says_nothing_is_closed_when_the_time_for_a_head_is_over() throws Exception {
        try (RawClient client = RawClient.connect(open.port())) {
            assertThat(client.readAll()).isEmpty();
        }
        await().atMost(Deadline.PATIENCE)
                .until(() -> open.metric("understudy_tls_handshakes_total", "end=\"timeout\"") >= 1);
    }

    @Test
    void a_hello_that_has_no_end_is_cut_off() throws Exception {
        try (RawClient client = RawClient.connect(open.port())) {
            byte[] record = new byte[5 + 16384];
            record[0] = 22;
            record[1] = 3;
            record[2] = 1;
            record[3] = 0x40;
            byte[] first = record.clone();
            first[5] = 1;
            first[6] = (byte) 0xff;
            first[7] = (byte) 0xff;
            first[8] = (byte) 0xff;
            assertThatThrownBy(() -> {
                        client.send(first);
                        for (int i = 0; i < 1024; i++) {
                            client.send(record);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void changed_files_are_taken_over_for_new_connections_and_bad_ones_are_not() throws Exception {
        Authority.write(AUTHORITY.server(), files, "rotated");
        try (RunningGateway gateway = RunningGateway.with(yaml("rotated", ""));
                RawClient old = RawClient.connect(gateway.port(), AUTHORITY.trust())) {
            BigInteger first = serial(gateway.port());

            Authority.write(AUTHORITY.server(), files, "rotated");
            await().atMost(Deadline.PATIENCE)
                    .until(() -> !serial(gateway.port()).equals(first));
            BigInteger second = serial(gateway.port());
            // A certificate and the key of another, as they were for a moment, may have been refused before.
            double refused = gateway.metric("understudy_tls_reloads_refused_total");
            Files.writeString(files.resolve("rotated.crt"), "no certificate at all");
            await().atMost(Deadline.PATIENCE)
                    .until(() -> gateway.metric("understudy_tls_reloads_refused_total") > refused);

            assertThat(serial(gateway.port())).isEqualTo(second);
            assertThat(old.send(RawClient.request("GET", "/any", "")).read().status())
                    .isEqualTo(200);
            assertThat(gateway.metric("understudy_tls_certificate_expiry_seconds"))
                    .isGreaterThan(System.currentTimeMillis() / 1000.0);
        }
    }

    private static void assertRefused(RunningGateway gateway, SSLContext client) {
        double before = gateway.metric("understudy_tls_handshakes_total", "end=\"refused\"");

        // With TLS 1.3 a client believes that it is in until it reads.
        assertThatThrownBy(() -> {
                    try (RawClient raw = RawClient.connect(gateway.port(), client)) {
                        raw.send(RawClient.request("GET", "/any", "")).read();
                    }
                })
                .isInstanceOf(IOException.class);
        await().atMost(Deadline.PATIENCE)
                .until(() -> gateway.metric("understudy_tls_handshakes_total", "end=\"refused\"") == before + 1);
        assertThat(MODEL.requests()).isEmpty();
    }

    private static String version(SSLContext client) throws IOException {
        try (SSLSocket socket = socket(open.port(), client)) {
            return socket.getSession().getProtocol();
        }
    }

    private static BigInteger serial(int port) throws IOException {
        try (SSLSocket socket = socket(port, AUTHORITY.trust())) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    private static SSLSocket socket(int port, SSLContext client) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.startHandshake();
        return socket;
    }

    private static SSLSocket offering(int port, String protocols) throws IOException {
        SSLSocket socket =
                (SSLSocket) AUTHORITY.trust().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) Deadline.PATIENCE.toMillis());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols.isEmpty() ? new String[0] : protocols.split(",", -1));
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static String yaml(String name, String more) {
        return """
                listen:
                  http: "127.0.0.1:0"
                  tls: {certificate: "%s", key: "%s"%s}
                  timeouts: {header: 4s}
                models:
                  model: {url: "%s"}
                routes:
                  - {name: all, match: {path: {prefix: /any}}, model: model}
                """.formatted(files.resolve(name + ".crt"), files.resolve(name + ".key"), more, MODEL.url());
    }
}
