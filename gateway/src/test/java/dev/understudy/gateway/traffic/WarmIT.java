package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Http2Behaviour;
import dev.understudy.gateway.testing.Http2Model;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RunningGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections stand before the first request comes. */
@ExtendWith(LeakGuard.class)
class WarmIT {
    private final FakeModel model = FakeModel.that(Behaviour.answering("here"));
    private final FakeModel other = FakeModel.that(Behaviour.answering("there"));
    private final RunningGateway gateway = RunningGateway.with(to(model, "connections: {warm: 3}"));

    private static String to(FakeModel model, String settings) {
        return """
               listen: {http: "127.0.0.1:0", threads: 2}
               models:
                 model: {url: "%s", %s}
               routes:
                 - {name: all, match: {path: {prefix: /}}, model: model}
               """.formatted(model.url(), settings);
    }

    @AfterEach
    void close() {
        gateway.close();
        model.close();
        other.close();
    }

    @Test
    void each_loop_opens_as_many_as_the_model_says_and_requests_use_them() throws Exception {
        await().atMost(Deadline.PATIENCE).until(() -> model.connectionsOpen() == 6);

        for (int i = 0; i < 10; i++) {
            assertThat(RawClient.get(gateway.port(), "/").body()).isEqualTo("here");
        }
        assertThat(model.connectionsAccepted()).isEqualTo(6);
    }

    @Test
    void a_reload_opens_those_to_where_the_model_is_now() {
        await().atMost(Deadline.PATIENCE).until(() -> model.connectionsOpen() == 6);

        gateway.reload(to(other, "connections: {warm: 2}"));

        await().atMost(Deadline.PATIENCE).until(() -> other.connectionsOpen() == 4);
        assertThat(model.connectionsAccepted()).isEqualTo(6);
    }

    @Test
    void what_waited_too_long_is_opened_anew() {
        gateway.reload(to(model, "connections: {warm: 1, idle: 2, idleTime: 1ms}"));
        int before = model.connectionsAccepted();

        await().atMost(Deadline.PATIENCE.multipliedBy(2)).until(() -> model.connectionsAccepted() >= before + 2);
    }

    @Test
    void calls_that_share_a_connection_need_one_of_each_loop_and_checks_have_their_own() throws Exception {
        try (Http2Model shared = Http2Model.that(Http2Behaviour.echoing())) {
            gateway.reload("""
                    listen: {http: "127.0.0.1:0", threads: 2}
                    models:
                      model:
                        url: "%s"
                        http2: true
                        timeout: {connect: 20s}
                        connections: {warm: 3}
                        health: {path: /up, interval: 1h, timeout: 10s}
                    routes:
                      - {name: all, match: {path: {prefix: /}}, model: model}
                    """.formatted(shared.url()));
            await().atMost(Deadline.PATIENCE)
                    .until(() -> shared.connectionsAccepted() == 3
                            && shared.requests().size() == 1);

            for (int i = 0; i < 10; i++) {
                assertThat(RawClient.post(gateway.port(), "/", "hello").body()).isEqualTo("hello");
            }
            assertThat(shared.connectionsAccepted()).isEqualTo(3);
        }
    }
}
