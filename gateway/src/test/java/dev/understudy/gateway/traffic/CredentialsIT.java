package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Pair;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The caller's credentials reach legacy alone, a candidate gets its own, and none is written down anywhere. */
@ExtendWith(LeakGuard.class)
class CredentialsIT {
    private static final String CANARY = "s3cr3t-canary";

    @TempDir
    private Path secrets;

    @Test
    void credentials_stay_home() throws Exception {
        Path token = Files.writeString(secrets.resolve("token"), "candidates-own-" + CANARY + "-token\n");
        Behaviour withCookie = Behaviour.answering(
                200, Map.of("set-cookie", "sid=" + CANARY + "-set", "x-api-key", CANARY + "-response"), "{}");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream standardError = System.err;
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (FakeModel legacy = FakeModel.that(withCookie);
                FakeModel stranger = FakeModel.that(withCookie);
                FakeModel owner = FakeModel.that(withCookie);
                FakeModel friend = FakeModel.that(withCookie);
                RunningGateway gateway = RunningGateway.with(
                        """
                        models:
                          legacy: {url: "%s"}
                          stranger: {url: "%s"}
                          owner: {url: "%s", credentials: {bearer: {file: "%s"}}}
                          friend: {url: "%s", credentials: {passThrough: true}}
                        routes:
                          - name: shadowed
                            match: {path: {prefix: /}, methods: [POST]}
                            shadow:
                              legacy: legacy
                              candidates:
                                - {model: stranger, percent: 100}
                                - {model: owner, percent: 100}
                                - {model: friend, percent: 100}
                              noise: {percent: 100}
                            record: {percent: 100, redact: {headers: [x-private], jsonPointers: [/user/email]}}
                        """.formatted(legacy.url(), stranger.url(), owner.url(), token, friend.url()))) {
            RawResponse response = RawClient.post(
                    gateway.port(),
                    "/ask?api_key=" + CANARY + "-query&q=1",
                    "{\"user\": {\"email\": \"" + CANARY + "@example.org\"}, \"q\": 1}",
                    "Content-Type: application/json",
                    "Authorization: Bearer " + CANARY + "-bearer",
                    "Proxy-Authorization: Basic " + CANARY,
                    "Cookie: sid=" + CANARY + "-cookie",
                    "X-Api-Key: " + CANARY + "-key",
                    "X-Private: " + CANARY + "-private");
            Pair pair = gateway.pair(response.id());

            assertThat(response.header("set-cookie")).contains("sid=" + CANARY + "-set");
            assertThat(legacy.request(1).header("authorization")).contains("Bearer " + CANARY + "-bearer");
            assertThat(legacy.request(1).header("cookie")).contains("sid=" + CANARY + "-cookie");
            assertThat(legacy.request(2).header("authorization"))
                    .as("the noise leg is legacy's too")
                    .contains("Bearer " + CANARY + "-bearer");
            assertThat(stranger.request(1).header("authorization")).isEmpty();
            assertThat(stranger.request(1).header("cookie")).isEmpty();
            assertThat(stranger.request(1).header("x-api-key")).isEmpty();
            assertThat(owner.request(1).header("authorization")).contains("Bearer candidates-own-" + CANARY + "-token");
            assertThat(owner.request(1).header("cookie")).isEmpty();
            assertThat(friend.request(1).header("authorization")).contains("Bearer " + CANARY + "-bearer");
            assertThat(pair.legs()).hasSize(5);
            assertThat(Legs.legacy(pair).headers().get("set-cookie")).isEqualTo("[redacted]");

            gateway.postAdmin("/api/v1/feedback", "{\"id\": \"" + pair.id() + "\", \"event\": \"click\"}");
            String metrics = gateway.admin("/metrics").body();
            String routes = gateway.admin("/api/v1/routes").body();
            String status = gateway.admin("/api/v1/config/status").body();
            gateway.stop();
            assertThat(gateway.pairs()).hasSize(1);
            assertThat(metrics + routes + status + gateway.everythingWritten()).doesNotContain(CANARY);
        } finally {
            System.setErr(standardError);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain(CANARY);
    }

    @Test
    void a_token_that_was_rotated_is_used_from_then_on() throws Exception {
        Path token = Files.writeString(secrets.resolve("token"), "old");
        try (FakeModel legacy = FakeModel.that(Behaviour.answering("{}"));
                FakeModel owner = FakeModel.that(Behaviour.answering("{}"));
                RunningGateway gateway = RunningGateway.with("""
                        models:
                          legacy: {url: "%s"}
                          owner: {url: "%s", credentials: {bearer: {file: "%s"}}}
                        routes:
                          - name: all
                            match: {path: {prefix: /}}
                            ab: {arms: [{model: legacy, weight: 0}, {model: owner, weight: 100}]}
                        """.formatted(legacy.url(), owner.url(), token))) {
            RawClient.get(gateway.port(), "/", "Authorization: Bearer callers");
            assertThat(owner.request(1).header("authorization")).contains("Bearer old");

            Files.writeString(token, "new");

            Awaitility.await().atMost(Deadline.PATIENCE).until(() -> {
                RawClient.get(gateway.port(), "/", "Authorization: Bearer callers");
                var requests = owner.requests();
                return requests.get(requests.size() - 1)
                        .header("authorization")
                        .orElse("")
                        .equals("Bearer new");
            });
            assertThat(owner.requests())
                    .noneSatisfy(request -> assertThat(
                                    request.header("authorization").orElse(""))
                            .contains("callers"));
        }
    }
}
