package dev.understudy.gateway.command;

import static dev.understudy.gateway.command.Typed.understudy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.assign.Bucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded requests under another configuration, without a gateway. */
class SimulateCommandTest {
    private static final int USERS = 200;
    private static final String PAIR = """
            {"schemaVersion":1,"id":"01KAM4X6Z0ABCDEFGHJKMNP%03d","time":"2026-11-22T01:02:03.456Z","instance":"gw","sequence":%d,\
            "route":"old","revision":"9f3c21ab","strategy":"none","unit":%s,"assigned":"v1","served":"v1","propensity":1.0,\
            "sampleRate":1.0,"request":{"method":"POST","path":"%s?q=1","headers":{"x-user-id":"[redacted]"},"body":"{}",\
            "bodyBytes":2,"truncated":false},"legs":[],"feedback":[]}
            """;

    @TempDir
    Path directory;

    private Path pairs = Path.of("");
    private Path config = Path.of("");

    @BeforeEach
    void given_requests_of_200_users_and_some_of_nobody() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            String unit = "{\"kind\":\"user\",\"source\":\"header:x-user-id\",\"hash\":\"" + hash(user) + "\"}";
            lines.add(PAIR.formatted(user, user + 1, unit, "/chat").strip());
        }
        lines.add(PAIR.formatted(990, 990, "null", "/chat").strip());
        lines.add(PAIR.formatted(991, 991, "null", "/elsewhere").strip());
        pairs = Files.write(directory.resolve("pairs.jsonl"), lines);
        config = Files.writeString(directory.resolve("c.yaml"), """
                version: 1
                models: {v1: {url: "http://127.0.0.1:9001"}, v2: {url: "http://127.0.0.1:9002"}}
                identity: {user: [{header: x-user-id}]}
                routes:
                  - name: chat
                    match: {path: {prefix: /chat}, methods: [POST]}
                    canary: {legacy: v1, candidate: v2, salt: s, steps: [setPercent: 25]}
                    shadow: {direction: toCandidate, percent: 100}
                    record: {percent: 50}
                  - name: idle
                    match: {path: {prefix: /idle}}
                    model: v1
                sink: {path: %s}
                """.formatted(directory.resolve("data")));
    }

    @Test
    void each_request_gets_what_the_gateway_would_give_it() {
        long in = 0;
        for (int user = 0; user < USERS; user++) {
            in += Bucket.share(Bucket.salted("s").of(hash(user))) < 0.25 ? 1 : 0;
        }

        Typed simulated = understudy("config", "simulate", config, "--pairs", pairs);

        assertThat(simulated.err()).isEmpty();
        assertThat(simulated.exitCode()).isZero();
        List<String> lines = simulated.out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("202 recorded requests");
        assertThat(lines.get(1))
                .startsWith("chat: 201 requests, 1 of them without a key; answered by v1 " + (201 - in) + " (")
                .contains(", v2 " + in + " (", "; copies to v2 " + (201 - in) + " (")
                .containsPattern("; recorded (7|8|9|10|11|12)[0-9]$");
        assertThat(lines.subList(2, 4)).containsExactly("idle: 0 requests", "no route: 1 requests (404)");
    }

    @Test
    void a_data_directory_is_read_as_well() {
        Path data = directory.resolve("copied");
        understudy("pairs", "import", pairs, "--data", data);

        assertThat(understudy("config", "simulate", config, "--pairs", data).out())
                .isEqualTo(understudy("config", "simulate", config, "--pairs", pairs)
                        .out())
                .startsWith("202 recorded requests");
    }

    @Test
    void a_file_that_is_no_text_is_refused_by_name() throws IOException {
        Path compressed = Files.write(directory.resolve("pairs.jsonl.zst"), new byte[] {(byte) 0x28, (byte) 0xb5});

        Typed refused = understudy("config", "simulate", config, "--pairs", compressed);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).startsWith("understudy: " + compressed + ": not UTF-8 (expected: ");
    }

    private static String hash(int user) {
        return "%032x".formatted(user);
    }
}
