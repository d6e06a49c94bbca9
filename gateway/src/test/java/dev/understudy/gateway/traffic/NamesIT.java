package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.FakeNameServer;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An endpoint's name leads to where the name servers say it does now. */
@ExtendWith(LeakGuard.class)
class NamesIT {
    private static final String NAME = "ranker.models.test";

    private final FakeNameServer names = FakeNameServer.listening();
    private final FakeModel one = FakeModel.that(Behaviour.answering("one"));
    private final FakeModel two = one.beside("127.0.0.2", Behaviour.answering("two"));
    private final RunningGateway gateway = RunningGateway.with("""
            dns: {servers: ["%s"], minTtl: 1s, maxTtl: 2s, negativeTtl: 3s}
            models:
              model: {url: "http://%s:%d", breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}}
            routes:
              - {name: all, match: {path: {prefix: /}}, model: model, record: {percent: 100}}
            """.formatted(names.address(), NAME, one.port()));

    @AfterEach
    void close() {
        gateway.close();
        one.close();
        two.close();
        names.close();
    }

    @Test
    void a_name_that_there_is_not_is_said_to_be_the_models_fault_and_is_found_when_there_is() throws Exception {
        RawResponse response = ask();
        assertThat(response.status()).isEqualTo(502);
        assertThat(Legs.legacy(gateway.pair(response.id())).cause()).isEqualTo("dns");
        for (int i = 0; i < 50; i++) {
            ask();
        }
        assertThat(names.asked(NAME)).as("that there is none is remembered").isLessThan(30);

        names.tell(NAME, "127.0.0.1");
        await().atMost(Deadline.PATIENCE).until(() -> ask().status() == 200);
    }

    @Test
    void all_addresses_of_a_name_share_its_load_and_one_that_is_gone_gets_none() throws Exception {
        names.tell(NAME, "127.0.0.1", "127.0.0.2");
        names.ttl(1);
        await().atMost(Deadline.PATIENCE).until(() -> {
            ask();
            return !one.requests().isEmpty() && !two.requests().isEmpty();
        });
        assertThat(gateway.adminJson("/api/v1/models").at("/models/0/endpoints"))
                .hasSize(2);

        names.tell(NAME, "127.0.0.2");
        await().atMost(Deadline.PATIENCE)
                .until(() -> gateway.adminJson("/api/v1/models")
                                .at("/models/0/endpoints")
                                .size()
                        == 1);
        one.forget();
        for (int i = 0; i < 20; i++) {
            assertThat(ask().body()).isEqualTo("two");
        }
        assertThat(one.requests()).isEmpty();
    }

    @Test
    void a_name_that_is_not_resolved_any_more_keeps_its_addresses() throws Exception {
        names.tell(NAME, "127.0.0.1");
        names.ttl(1);
        await().atMost(Deadline.PATIENCE).until(() -> ask().status() == 200);
        await().atMost(Deadline.PATIENCE)
                .until(() -> gateway.adminJson("/api/v1/models")
                        .at("/models/0/endpoints/0/address")
                        .asText()
                        .startsWith("127.0.0.1"));

        names.fail();
        int asked = names.asked(NAME);
        await().atMost(Deadline.PATIENCE).until(() -> names.asked(NAME) > asked + 1);

        assertThat(ask().body()).isEqualTo("one");
    }

    @Test
    void an_answer_that_is_good_for_ever_is_asked_for_again_all_the_same() throws Exception {
        names.tell(NAME, "127.0.0.1");
        names.ttl(1_000_000);
        await().atMost(Deadline.PATIENCE).until(() -> ask().status() == 200);

        names.tell(NAME, "127.0.0.2");

        await().atMost(Deadline.PATIENCE).until(() -> ask().body().equals("two"));
    }

    private RawResponse ask() throws IOException {
        return RawClient.get(gateway.port(), "/");
    }
}
