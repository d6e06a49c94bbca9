package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Gate;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A change of the file is one swap: nobody's request fails, and each ends under the revision it began with. */
@ExtendWith(LeakGuard.class)
class ReloadIT {
    private static final FakeModel OLD = FakeModel.that(Behaviour.answering("old"));
    private static final FakeModel NEW = FakeModel.that(Behaviour.answering("new"));
    private static final RunningGateway GATEWAY = RunningGateway.with(to(OLD, ""));

    private static String to(FakeModel model, String comment) {
        return """
               # %s
               models:
                 serving: {url: "%s"}
               routes:
                 - {name: all, match: {path: {prefix: /}}, model: serving, record: {percent: 100}}
               """.formatted(comment, model.url());
    }

    @BeforeEach
    void restore() {
        OLD.becomes(Behaviour.answering("old"));
        GATEWAY.reload(to(OLD, ""));
        OLD.forget();
        NEW.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        OLD.close();
        NEW.close();
    }

    @Test
    void a_request_under_way_ends_as_it_began() throws Exception {
        Gate gate = new Gate();
        OLD.becomes(Behaviour.slow(gate, Behaviour.answering("old")));
        String before =
                GATEWAY.adminJson("/api/v1/config/status").path("revision").asText();
        try (RawClient waiting = RawClient.connect(GATEWAY.port())) {
            waiting.send(RawClient.request("GET", "/", ""));
            OLD.request(1);

            GATEWAY.reload(to(NEW, ""));
            assertThat(RawClient.get(GATEWAY.port(), "/").body()).isEqualTo("new");
            gate.open();

            RawResponse response = waiting.read();
            assertThat(response.body()).isEqualTo("old");
            assertThat(GATEWAY.pair(response.id()).revision()).isEqualTo(before);
            assertThat(waiting.send(RawClient.request("GET", "/", "")).read().body())
                    .as("the next request on the same connection")
                    .isEqualTo("new");
        }
    }

    @Test
    void a_file_whose_credentials_cannot_be_read_keeps_what_serves() throws Exception {
        GATEWAY.reloadInVain("""
                models:
                  serving: {url: "%s", credentials: {bearer: {file: /nowhere/token}}}
                routes:
                  - {name: all, match: {path: {prefix: /}}, model: serving}
                """.formatted(NEW.url()));

        assertThat(RawClient.get(GATEWAY.port(), "/").body()).isEqualTo("old");
        assertThat(GATEWAY.adminJson("/api/v1/config/status")
                        .at("/lastError/problems/0")
                        .toString())
                .contains("serving", "credentials", "/nowhere/token does not exist");
    }

    @Test
    void no_request_fails_while_the_file_changes_again_and_again() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        Set<String> wrong = ConcurrentHashMap.newKeySet();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread client = new Thread(() -> ask(done, answered, wrong), "reload-client-" + i);
            client.start();
            clients.add(client);
        }
        for (int i = 0; i < 10; i++) {
            GATEWAY.reload(to(i % 2 == 0 ? NEW : OLD, "change " + i));
            // So many that at least one of them was begun under this revision.
            int many = answered.get() + clients.size();
            await().atMost(Deadline.PATIENCE).until(() -> answered.get() > many || !wrong.isEmpty());
            if (i % 3 == 0) {
                GATEWAY.reloadInVain("routes: [this is not right]\n");
            }
        }
        done.set(true);
        for (Thread client : clients) {
            client.join();
        }

        assertThat(wrong).isEmpty();
        assertThat(answered.get()).isPositive();
        assertThat(NEW.requests()).isNotEmpty();
        Set<String> revisions = new TreeSet<>();
        GATEWAY.pairs(answered.get()).stream().map(Pair::revision).forEach(revisions::add);
        assertThat(revisions).hasSizeGreaterThan(2);
    }

    @Test
    void a_file_that_cannot_be_used_leaves_the_last_good_one_serving_and_says_what_is_wrong() throws Exception {
        String before =
                GATEWAY.adminJson("/api/v1/config/status").path("revision").asText();

        GATEWAY.reloadInVain("""
                models:
                  serving: {url: "http://127.0.0.1:1"}
                routes:
                  - {name: all, match: {path: {prefix: /}}, model: servin}
                """);

        assertThat(RawClient.get(GATEWAY.port(), "/").body()).isEqualTo("old");
        var status = GATEWAY.adminJson("/api/v1/config/status");
        assertThat(status.path("revision").asText()).isEqualTo(before);
        assertThat(status.path("lastError").toString()).contains("servin");
        GATEWAY.awaitMetric(0, "understudy_config_good");
        assertThat(GATEWAY.admin("/readyz").statusCode()).isEqualTo(200);

        GATEWAY.reload(to(NEW, "mended"));
        assertThat(GATEWAY.adminJson("/api/v1/config/status").path("lastError").isObject())
                .isFalse();
        GATEWAY.awaitMetric(1, "understudy_config_good");
        assertThat(RawClient.get(GATEWAY.port(), "/").body()).isEqualTo("new");
    }

    @Test
    void a_file_that_was_deleted_leaves_the_last_good_one_serving() throws Exception {
        Files.delete(GATEWAY.configFile());

        assertThat(RawClient.get(GATEWAY.port(), "/").body()).isEqualTo("old");

        GATEWAY.reload(to(NEW, "back"));
        assertThat(RawClient.get(GATEWAY.port(), "/").body()).isEqualTo("new");
    }

    @Test
    void a_removed_route_is_gone_and_a_new_one_is_there() throws Exception {
        GATEWAY.reload("""
                models:
                  serving: {url: "%s"}
                routes:
                  - {name: other, match: {path: {prefix: /other}}, model: serving}
                """.formatted(NEW.url()));

        assertThat(RawClient.get(GATEWAY.port(), "/").status()).isEqualTo(404);
        assertThat(RawClient.get(GATEWAY.port(), "/other").body()).isEqualTo("new");
        assertThat(GATEWAY.adminJson("/api/v1/routes").toString()).contains("other");
    }

    @Test
    void what_needs_a_restart_is_named_until_the_file_is_again_what_runs() throws Exception {
        String names = "dns: {minTtl: 7s}\n";

        GATEWAY.reload(to(NEW, "") + names);
        GATEWAY.reload(to(NEW, "once more") + names);

        assertThat(RawClient.get(GATEWAY.port(), "/").body()).isEqualTo("new");
        assertThat(GATEWAY.adminJson("/api/v1/config/status")
                        .path("restartNeeded")
                        .toString())
                .isEqualTo("[\"dns\"]");

        GATEWAY.reload(to(NEW, ""));
        assertThat(GATEWAY.adminJson("/api/v1/config/status")
                        .path("restartNeeded")
                        .toString())
                .isEqualTo("[]");
    }

    private static void ask(AtomicBoolean done, AtomicInteger answered, Set<String> wrong) {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            while (!done.get()) {
                RawResponse response =
                        client.send(RawClient.request("POST", "/", "x")).read();
                answered.incrementAndGet();
                if (response.status() != 200 || !Set.of("old", "new").contains(response.body())) {
                    wrong.add(response + response.body());
                }
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        }
    }
}
