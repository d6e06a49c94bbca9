package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.traffic.Fault;
import dev.understudy.traffic.FaultProxy;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the network to a model does, each request ends, none is sent twice, and when it mends so does everything. */
@ExtendWith(LeakGuard.class)
class BrokenNetworkIT {
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering("legacy"));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("candidate"));
    private static final FaultProxy NETWORK = FaultProxy.before(CANDIDATE.port());
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            listen: {http: "127.0.0.1:0", threads: 1}
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s", timeout: {connect: 20s, firstByte: 2s, idle: 2s, total: 20s}}
            routes:
              - name: copied
                match: {path: {prefix: /copied}}
                shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}], limits: {timeout: 4s}}
              - {name: served, match: {path: {prefix: /served}}, model: candidate, record: {percent: 100}}
            """.formatted(LEGACY.url(), NETWORK.url()));

    /** A connection that the test before broke may wait in the pool, and costs a request to be found out. */
    @BeforeEach
    void restore() {
        NETWORK.becomes(Fault.NONE);
        await().atMost(Deadline.PATIENCE)
                .until(() -> RawClient.get(GATEWAY.port(), "/served").status() == 200);
        CANDIDATE.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        NETWORK.close();
        CANDIDATE.close();
        LEGACY.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_copy_s_network_is_seen_in_its_leg_alone_and_mends(Fault fault) throws Exception {
        NETWORK.becomes(fault);

        RawResponse response = post("/copied");

        assertThat(response.body()).isEqualTo("legacy");
        assertThat(Legs.candidate(GATEWAY.pair(response.id())).outcome()).isIn(Outcome.ERROR, Outcome.TIMEOUT);
        NETWORK.becomes(Fault.NONE);
        await().atMost(Deadline.PATIENCE)
                .until(() -> Legs.candidate(GATEWAY.pair(post("/copied").id())).outcome() == Outcome.OK);
    }

    @Test
    void a_post_that_the_network_broke_off_reached_the_model_once() throws Exception {
        NETWORK.becomes(Fault.RESET);

        assertThat(post("/served").status()).isEqualTo(502);

        assertThat(CANDIDATE.requests()).hasSize(1);
    }

    @Test
    void a_pooled_connection_that_went_half_open_costs_one_request() throws Exception {
        NETWORK.becomes(Fault.HALF_OPEN);
        NETWORK.becomes(Fault.NONE);

        assertThat(post("/served").status()).isEqualTo(504);

        assertThat(post("/served").body()).isEqualTo("candidate");
        assertThat(CANDIDATE.requests()).hasSize(1);
    }

    @Test
    void an_answer_that_comes_in_drops_ends_with_its_deadline() throws Exception {
        NETWORK.becomes(Fault.DRIP);

        assertThat(post("/served").status()).isEqualTo(504);
    }

    @Test
    void half_a_head_is_no_answer() throws Exception {
        NETWORK.becomes(Fault.CUT);

        assertThat(post("/served").status()).isEqualTo(502);
    }

    private static RawResponse post(String path) throws IOException {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            return client.send(RawClient.request("POST", path, "{}")).read();
        }
    }
}
