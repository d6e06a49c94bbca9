package dev.understudy.gateway.command;

import static dev.understudy.gateway.command.Typed.understudy;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.understudy.config.ConfigLoader;
import dev.understudy.gateway.testing.Certificates;
import dev.understudy.log.Revisions;
import dev.understudy.log.Turn;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From labels over judges and data sets to a report, as one types it. */
class SetsCommandTest {
    @TempDir
    Path directory;

    private final HttpServer model;
    private Path data = Path.of("");
    private Path config = Path.of("");

    SetsCommandTest() throws IOException {
        model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void given_pairs_and_a_model_that_also_judges() throws IOException {
        model.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String said = exchange.getRequestURI().getPath().startsWith("/mad")
                        ? "I cannot say [[D]]"
                        : body.contains("impartial judge") ? "[[C]]" : "y";
                byte[] answer = ("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"" + said + "\"}}]}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("content-type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        model.start();
        data = directory.resolve("data");
        Path outputs = Files.writeString(directory.resolve("qa.jsonl"), """
                {"pair_id": "1", "slice": "a", "input": "first question", "reference": "y", "legacy": {"text": "x"}, "candidate": {"text": "y"}}
                {"pair_id": "2", "slice": "b", "input": "another one", "legacy": {"text": "x"}, "candidate": {"text": "x"}}
                """);
        understudy("pairs", "import", outputs, "--data", data);
        config = Files.writeString(
                directory.resolve("c.yaml"), """
                version: 1
                models: {newer: {url: "http://127.0.0.1:%1$d"}}
                routes: [{name: all, match: {path: {prefix: /}}, model: newer}]
                judges: {strict: {url: "http://127.0.0.1:%1$d/v1", model: j}, mad: {url: "http://127.0.0.1:%1$d/mad", model: j}}
                """.formatted(model.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        model.stop(0);
    }

    @Test
    void a_judge_looks_once_at_each_pair_and_says_what_it_found() {
        Typed judged = understudy("judge", "--data", data, "-c", config, "--judge", "strict");

        assertThat(judged.exitCode()).isZero();
        assertThat(judged.out())
                .contains("judged 2 pairs of 2 with two answers; 0 were judged before, 0 got no verdict")
                .contains("spent 4 calls")
                .contains("qa: the candidate wins 0, ties 2, loses 0 (win rate 0.500)");
        assertThat(judged.err()).contains("judging 2/2");
        Typed again = understudy("judge", "--data", data, "-c", config, "--judge", "strict");
        assertThat(again.out()).contains("2 were judged before");
        assertThat(again.err()).contains("judging 2/2");
        assertThat(understudy("judge", "--data", data, "-c", config, "--judge", "kind")
                        .err())
                .contains("--judge: kind (expected: one of [mad, strict])");
        Path report = directory.resolve("r.md");
        understudy("report", "--data", data, "--out", report);
        assertThat(report)
                .content()
                .contains(
                        "Judge strict: judged 2 pairs (candidate better 0, tie 2, legacy better 0, 0 without a verdict)");
    }

    @Test
    void two_processes_do_not_pay_a_judge_for_the_same_pairs() throws IOException {
        try (Turn other = Turn.take(data, "judge-strict").orElseThrow()) {
            Typed second = understudy("judge", "--data", data, "-c", config, "--judge", "strict");

            assertThat(other).isNotNull();
            assertThat(second.exitCode()).isEqualTo(2);
            assertThat(second.err())
                    .contains("another process judges as strict in " + data + " (expected: one at a time");
            assertThat(understudy("judge", "--data", data, "-c", config, "--judge", "mad")
                            .out())
                    .contains("judged 2 pairs of 2");
        }

        assertThat(understudy("judge", "--data", data, "-c", config, "--judge", "strict")
                        .out())
                .contains("judged 2 pairs of 2");
    }

    @Test
    void a_judge_that_answers_rubbish_is_counted_in_every_form_of_the_report() throws IOException {
        assertThat(understudy("judge", "--data", data, "-c", config, "--judge", "mad")
                        .out())
                .contains("judged 2 pairs of 2 with two answers; 0 were judged before, 2 got no verdict");

        for (String form : List.of("r.md", "r.html", "r.json")) {
            Path report = directory.resolve(form);
            understudy("report", "--data", data, "--out", report);
            assertThat(report)
                    .content()
                    .contains("mad")
                    .containsPattern(form.endsWith("json") ? "\"errors\" : 2" : "2 without a verdict");
        }
    }

    @Test
    void a_set_is_drawn_listed_shown_thinned_out_and_run() {
        Typed drawn = understudy("dataset", "snapshot", "golden", "--data", data, "--canary", "qa:1", "--note", "why");
        assertThat(drawn.err()).isEmpty();
        assertThat(drawn.out()).contains("with 2 cases");
        assertThat(understudy("dataset", "ls", "--data", data).out()).contains("golden:", "2 cases", "why");
        assertThat(understudy("dataset", "show", "golden", "--data", data).out())
                .contains("qa:1  canary  a  expected y  why", "qa:2  sample  b  why");

        assertThat(understudy(
                                "dataset", "run", "golden", "--model", "newer", "-c", config, "--out", data, "--data",
                                data)
                        .err())
                .contains("is where the set is (expected: another directory)");
        Path run = directory.resolve("run");
        Typed ran =
                understudy("dataset", "run", "golden", "--model", "newer", "-c", config, "--out", run, "--data", data);
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).contains("asking 2/2");
        Typed again =
                understudy("dataset", "run", "golden", "--model", "newer", "-c", config, "--out", run, "--data", data);
        assertThat(again.err()).contains("asking 2/2");
        assertThat(understudy(
                                "dataset",
                                "run",
                                "golden",
                                "--model",
                                "newer",
                                "-c",
                                config,
                                "--out",
                                run,
                                "--data",
                                data,
                                "--against",
                                run)
                        .err())
                .contains("is what it is held against (expected: another directory)");
        assertThat(ran.out())
                .contains("asked newer: 2 answered, 0 failed, 0 were there already")
                .contains("canary cases: 1 of 1 answered right");
        Path report = directory.resolve("r.json");
        understudy("report", "--data", run, "--out", report);
        assertThat(report).content().contains("\"candidate\" : \"newer\"");

        assertThat(understudy("dataset", "retire", "golden", "qa:2", "--why", "stale", "--data", data)
                        .out())
                .contains("retired qa:2 of golden");
        assertThat(understudy("dataset", "show", "golden", "--data", data).out())
                .contains("(retired 2026-11-22");
        assertThat(understudy("dataset", "show", "golden:zz", "--data", data).err())
                .contains("data set golden:zz: 0 versions (expected: one that 'dataset ls' lists)");
    }

    @Test
    void recorded_requests_are_replayed_at_any_pace() {
        Path out = directory.resolve("replayed");
        String url = "http://127.0.0.1:" + model.getAddress().getPort();
        Typed replayed =
                understudy("replay", "--data", data, "--to", "v3", "--url", url, "--out", out, "--pace", "max");

        assertThat(replayed.exitCode()).isZero();
        assertThat(replayed.out()).contains("asked v3: 2 answered");
        assertThat(understudy("replay", "--data", data, "--to", "v3", "--url", url, "--out", data)
                        .err())
                .contains("is what is replayed (expected: another directory)");
        assertThat(understudy("replay", "--data", data, "--to", "v3", "--url", url, "--out", out, "--pace", "fast")
                        .err())
                .contains("--pace: fast (expected: recorded, max, or a factor such as x10)");
        assertThat(understudy("replay", "--data", data, "--to", "v3").err())
                .contains("--model: v3 is in no configuration that " + data)
                .contains("-c FILE or --url URL");
    }

    @Test
    void a_model_that_the_directory_knows_is_found_there_and_its_answers_lie_beside_it() throws Exception {
        Revisions.save(data, ConfigLoader.load(config));

        Typed replayed = understudy("replay", "--data", data, "--route", "qa", "--to", "newer", "--pace", "max");
        assertThat(replayed.err()).isEmpty();
        assertThat(replayed.out()).contains("asked newer: 2 answered", "report --data " + data + "-replay-newer ");
        understudy("dataset", "snapshot", "golden", "--data", data);
        assertThat(understudy("dataset", "run", "golden", "--data", data, "--model", "newer")
                        .out())
                .containsPattern("asked newer: 2 answered[^$]*report --data " + data + "-golden-[0-9a-f]{12}-newer ");
        assertThat(understudy("report", "--data", data + "-replay-newer", "--out", directory.resolve("r.json"))
                        .err())
                .isEmpty();
    }

    @Test
    void a_model_over_tls_is_asked_as_its_settings_say() throws IOException {
        Certificates certificates = Certificates.ofOwnAuthority();
        X509Bundle client = certificates.forName("client");
        Path ca = certificates.trust(directory.resolve("ca.pem"));
        Path shown = Files.writeString(directory.resolve("client.pem"), client.getCertificatePathPEM());
        Path key = Files.writeString(directory.resolve("client.key"), client.getPrivateKeyPEM());
        SSLContext context = Certificates.context(certificates.loopback(), certificates.authority());
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters asked = context.getDefaultSSLParameters();
                asked.setNeedClientAuth(true);
                parameters.setSSLParameters(asked);
            }
        });
        secure.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            }
        });
        secure.start();
        try {
            String files = "certificate: " + shown + ", key: " + key;
            assertThat(replayOverTls(secure, "ca: " + ca + ", " + files).out()).contains("2 answered, 0 failed");
            assertThat(replayOverTls(secure, "verify: false, " + files).out()).contains("2 answered, 0 failed");
            assertThat(replayOverTls(secure, files).out()).contains("0 answered, 2 failed");
            assertThat(replayOverTls(secure, "ca: " + ca).out()).contains("0 answered, 2 failed");
            assertThat(replayOverTls(secure, "ca: " + shown + ", certificate: " + shown + ", key: " + ca)
                            .err())
                    .contains("tls.key: " + ca + " holds 0 private keys");
            assertThat(replayOverTls(secure, "ca: " + ca + ", serverName: elsewhere")
                            .err())
                    .contains("models.secure.tls.serverName: elsewhere is not followed outside the traffic");
        } finally {
            secure.stop(0);
        }
    }

    private Typed replayOverTls(HttpsServer server, String tls) throws IOException {
        Path file = Files.writeString(
                directory.resolve("tls.yaml"), """
                version: 1
                models: {secure: {url: "https://127.0.0.1:%d", tls: {%s}}}
                routes: [{name: all, match: {path: {prefix: /}}, model: secure}]
                """.formatted(server.getAddress().getPort(), tls));
        Path out = Files.createTempDirectory(directory, "replayed");
        return understudy(
                "replay",
                "--data",
                data,
                "--to",
                "secure",
                "-c",
                file,
                "--out",
                out,
                "--pace",
                "max",
                "--retries",
                "0");
    }

    @Test
    void people_fill_in_a_sheet_without_knowing_whose_answers_they_are() throws IOException {
        Path sheet = directory.resolve("sheet.csv");
        Path key = directory.resolve("key.csv");
        assertThat(understudy("pairs", "sheet", "--data", data, "--out", sheet, "--key", key)
                        .out())
                .contains("wrote 2 of 2 pairs");
        Files.writeString(sheet, Files.readString(sheet).replace(",,,,,,", ",tie,,,,,"));

        assertThat(understudy("pairs", "votes", "--sheet", sheet, "--key", key, "--rater", "ann", "--data", data)
                        .out())
                .contains("took 2 votes of ann");
        Path report = directory.resolve("r.md");
        understudy("report", "--data", data, "--out", report);
        assertThat(report)
                .content()
                .contains("People: votes 2 (of 1 person on 2 pairs; by what most said, candidate better 0, tie 2,");
    }
}
