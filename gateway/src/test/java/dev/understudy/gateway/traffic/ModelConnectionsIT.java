package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Http2Behaviour;
import dev.understudy.gateway.testing.Http2Model;
import dev.understudy.gateway.testing.Http2Request;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RunningGateway;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A connection to a model does not outlive what it was made for, however long it might wait for more. */
@ExtendWith(LeakGuard.class)
class ModelConnectionsIT {
    private static final int ROUNDS = 5;

    @Test
    void none_outlives_the_gateway() throws Exception {
        try (FakeModel one = FakeModel.that(Behaviour.answering("one"));
                Http2Model two = Http2Model.that(Http2Behaviour.echoing())) {
            for (int round = 0; round < ROUNDS; round++) {
                try (RunningGateway gateway = RunningGateway.with(both(one.url(), two.url()))) {
                    ask(gateway, "/one");
                    ask(gateway, "/two");
                    assertThat(one.connectionsOpen()).isPositive();
                    assertThat(two.connectionsOpen()).isPositive();
                }
                await().atMost(Deadline.PATIENCE).until(() -> one.connectionsOpen() == 0 && two.connectionsOpen() == 0);
            }
        }
    }

    @Test
    void none_waits_for_a_model_that_a_reload_took_away() throws Exception {
        try (FakeModel one = FakeModel.that(Behaviour.answering("one"));
                FakeModel other = FakeModel.that(Behaviour.answering("other"));
                Http2Model two = Http2Model.that(Http2Behaviour.echoing());
                RunningGateway gateway = RunningGateway.with(both(one.url(), two.url()))) {
            ask(gateway, "/one");
            ask(gateway, "/two");
            gateway.reload(both(other.url(), other.url()).replace("http2: true", "http2: false"));

            await().atMost(Deadline.PATIENCE).until(() -> one.connectionsOpen() == 0 && two.connectionsOpen() == 0);
            ask(gateway, "/one");
            assertThat(other.connectionsOpen()).isEqualTo(1);
        }
    }

    @Test
    void a_call_that_a_reload_finds_under_way_ends_on_its_own_connection() throws Exception {
        List<Http2Request> held = new CopyOnWriteArrayList<>();
        try (FakeModel other = FakeModel.that(Behaviour.answering("other"));
                Http2Model two = Http2Model.that(held::add);
                RunningGateway gateway = RunningGateway.with(both(other.url(), two.url()));
                RawClient client = RawClient.connect(gateway.port())) {
            client.send(RawClient.request("POST", "/two", "x"));
            await().atMost(Deadline.PATIENCE).until(() -> held.size() == 1);
            gateway.reload(both(other.url(), other.url()).replace("http2: true", "http2: false"));
            held.get(0).respond(200, Map.of(), "late".getBytes(java.nio.charset.StandardCharsets.UTF_8));

            assertThat(client.read().body()).isEqualTo("late");
            await().atMost(Deadline.PATIENCE).until(() -> two.connectionsOpen() == 0);
            assertThat(two.connectionsAccepted()).isEqualTo(1);
        }
    }

    private static void ask(RunningGateway gateway, String path) throws Exception {
        assertThat(RawClient.post(gateway.port(), path, "x").status()).isEqualTo(200);
    }

    private static String both(String one, String two) {
        return """
                listen: {http: "127.0.0.1:0", threads: 4}
                models:
                  one: {url: "%s", connections: {idleTime: 10m}}
                  two: {url: "%s", http2: true, timeout: {connect: 20s}, connections: {idleTime: 10m}}
                routes:
                  - {name: one, match: {path: {prefix: /one}}, model: one}
                  - {name: two, match: {path: {prefix: /two}}, model: two}
                """.formatted(one, two);
    }
}
