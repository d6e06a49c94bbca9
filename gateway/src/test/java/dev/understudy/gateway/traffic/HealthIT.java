package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.ReceivedRequest;
import dev.understudy.gateway.testing.RunningGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is asked for his health and is not well gets no request until he is. */
@ExtendWith(LeakGuard.class)
class HealthIT {
    private final AtomicBoolean oneIsWell = new AtomicBoolean(true);
    private final AtomicBoolean twoIsWell = new AtomicBoolean(true);
    private final FakeModel one = FakeModel.that(well(oneIsWell, "one"));
    private final FakeModel two = FakeModel.that(well(twoIsWell, "two"));
    private final RunningGateway gateway = RunningGateway.with("""
            models:
              model:
                endpoints: ["%s", "%s/base"]
                health: {path: "/up?deep=1", interval: 20ms, timeout: 5s, healthy: 2, unhealthy: 2, status: [200]}
                balance: {panicPercent: 30, slowStart: 0ms}
            routes:
              - {name: all, match: {path: {prefix: /}}, model: model, record: {percent: 0}}
            """.formatted(one.url(), two.url()));

    private static Behaviour well(AtomicBoolean well, String name) {
        return exchange -> {
            boolean check = exchange.request().target().endsWith("/up?deep=1");
            exchange.readBody()
                    .respond(check && !well.get() ? 503 : 200, Map.of(), name.getBytes(StandardCharsets.UTF_8));
        };
    }

    @AfterEach
    void close() {
        gateway.close();
        one.close();
        two.close();
    }

    @Test
    void who_is_not_well_is_taken_out_and_brought_back() throws Exception {
        await().atMost(Deadline.PATIENCE).until(() -> states("usable") == 2);
        twoIsWell.set(false);
        await().atMost(Deadline.PATIENCE).until(() -> states("unhealthy") == 1);
        for (int i = 0; i < 30; i++) {
            assertThat(ask().body()).isEqualTo("one");
        }

        twoIsWell.set(true);
        await().atMost(Deadline.PATIENCE).until(() -> states("usable") == 2);
        assertThat(model().at("/leftOut/unhealthy").asLong()).isPositive();
        await().atMost(Deadline.PATIENCE)
                .until(() -> gateway.metric("understudy_model_left_out_total", "why=\"unhealthy\"") > 0);
        await().atMost(Deadline.PATIENCE).until(() -> ask().body().equals("two"));
    }

    @Test
    void when_nobody_is_well_everybody_is_asked() throws Exception {
        oneIsWell.set(false);
        twoIsWell.set(false);
        await().atMost(Deadline.PATIENCE).until(() -> states("unhealthy") == 2);

        assertThat(ask().status()).isEqualTo(200);
        assertThat(model().path("panic").booleanValue()).isTrue();
        await().atMost(Deadline.PATIENCE).until(() -> gateway.metric("understudy_model_panic", "model=\"model\"") == 1);
        assertThat(gateway.metric("understudy_model_endpoints", "state=\"unhealthy\""))
                .isEqualTo(2);
    }

    @Test
    void each_check_has_its_own_connection_and_goes_behind_the_endpoints_path() {
        await().atMost(Deadline.PATIENCE).until(() -> two.requests().size() >= 5);

        List<ReceivedRequest> checks = two.requests();
        assertThat(checks).allSatisfy(check -> {
            assertThat(check.target()).isEqualTo("/base/up?deep=1");
            assertThat(check.header("user-agent")).contains("understudy-health");
        });
        assertThat(checks.stream().map(ReceivedRequest::connection).distinct()).hasSameSizeAs(checks);
    }

    @Test
    void checks_end_with_the_settings_that_asked_for_them() throws Exception {
        await().atMost(Deadline.PATIENCE).until(() -> one.requests().size() >= 2);
        gateway.reload("""
                models:
                  model: {endpoints: ["%s", "%s/base"]}
                routes:
                  - {name: all, match: {path: {prefix: /}}, model: model, record: {percent: 0}}
                """.formatted(one.url(), two.url()));
        for (int i = 0; i < 100; i++) {
            ask();
        }
        int checks = checks();
        for (int i = 0; i < 200; i++) {
            ask();
        }

        assertThat(checks()).isLessThanOrEqualTo(checks + 1);
    }

    private int checks() {
        return (int) one.requests().stream()
                .filter(request -> request.target().endsWith("/up?deep=1"))
                .count();
    }

    private long states(String state) {
        return StreamSupport.stream(model().path("endpoints").spliterator(), false)
                .filter(endpoint -> endpoint.path("state").asText().equals(state))
                .count();
    }

    private JsonNode model() {
        return gateway.adminJson("/api/v1/models").at("/models/0");
    }

    private RawResponse ask() throws IOException {
        return RawClient.get(gateway.port(), "/");
    }
}
