package dev.understudy.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShopperTest {
    private final Tally tally = new Tally();
    private final Visitors visitors = new Visitors();

    @SuppressWarnings("NullAway.Init") // before each test
    private FakeGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new FakeGateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void each_visitor_tries_every_route_once() throws Exception {
        Shopper shopper = shopper(1);

        for (int step = 0; step < 40; step++) {
            shopper.step();
        }

        assertThat(Arrays.stream(DemoRoute.values()).map(tally::answered)).containsOnly(10L);
        assertThat(gateway.visitors()).hasSize(40).allMatch(visitor -> visitor.startsWith("visitor-"));
        assertThat(Set.copyOf(gateway.visitors())).hasSize(visitors.count());
        assertThat(tally.failed()).isZero();
    }

    @Test
    void clicks_labels_and_rewards_come_back_with_the_pairs_id_and_an_id_of_their_own() throws Exception {
        Shopper shopper = shopper(2);

        for (int step = 0; step < 200; step++) {
            shopper.step();
        }

        assertThat(gateway.feedback()).hasSize((int) tally.feedback());
        assertThat(gateway.feedback().stream()
                        .map(event -> event.path("event").asText())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("click", "label", "reward");
        assertThat(gateway.feedback())
                .allMatch(event -> event.path("id").asText().startsWith("pair-"));
        assertThat(gateway.feedback().stream()
                        .map(event -> event.path("eventId").asText()))
                .doesNotHaveDuplicates();
        assertThat(tally.streamed()).isPositive();
        assertThat(tally.refused()).isPositive();
    }

    @Test
    void an_answer_that_is_no_answer_counts_as_failed_and_is_remembered() throws Exception {
        gateway.answerWith(502);

        for (int step = 0; step < 4; step++) {
            shopper(3).step();
        }

        assertThat(tally.failed()).isEqualTo(4);
        assertThat(tally.answered()).isZero();
        assertThat(tally.firstFailure())
                .hasValueSatisfying(why -> assertThat(why).contains("status 502"));
    }

    @Test
    void a_gateway_that_is_gone_counts_as_failed() throws Exception {
        Shopper shopper = shopper(4);
        gateway.close();

        shopper.step();

        assertThat(tally.failed()).isEqualTo(1);
    }

    @Test
    void traffic_goes_on_until_it_is_closed() {
        Traffic traffic = new Traffic(List.of(shopper(5), shopper(6)));
        try {
            await().until(() -> tally.answered() > 8);
        } finally {
            traffic.close();
        }
        int afterwards = gateway.visitors().size();

        assertThat(tally.answered()).isEqualTo(afterwards);
    }

    private Shopper shopper(int seed) {
        try {
            Caller caller = new Caller(gateway.port(), gateway.port());
            return new Shopper(caller, Script.load(), visitors, tally, new Random(seed));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
