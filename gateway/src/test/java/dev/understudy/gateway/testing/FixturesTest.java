package dev.understudy.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.RawResponse.Ending;
import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judges are judged first: the raw client against the fake model, with no gateway between. */
class FixturesTest {

    @Test
    void a_request_is_kept_and_answered() throws Exception {
        try (FakeModel model = FakeModel.that(Behaviour.answering("{}"))) {
            RawResponse response = RawClient.post(model.port(), "/a?b=c", "hello", "X-Y: z");

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{}");
            assertThat(model.request(1).body()).isEqualTo("hello");
            assertThat(model.request(1).target()).isEqualTo("/a?b=c");
            assertThat(model.request(1).header("x-y")).contains("z");
        }
    }

    @Test
    void a_connection_is_used_again() throws Exception {
        try (FakeModel model = FakeModel.that(Behaviour.echoing());
                RawClient client = RawClient.connect(model.port())) {
            client.send(RawClient.request("POST", "/", "one"));
            assertThat(client.read().body()).isEqualTo("one");
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("two");

            assertThat(model.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void a_short_body_and_a_reset_are_seen_as_cut() throws Exception {
        try (FakeModel model = FakeModel.that(Behaviour.closingEarly())) {
            assertThat(RawClient.get(model.port(), "/").ending()).isEqualTo(Ending.CUT);
            model.becomes(Behaviour.resettingAfter("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nfour"));
            assertThat(RawClient.get(model.port(), "/").ending()).isEqualTo(Ending.CUT);
        }
    }

    @Test
    void garbage_is_not_taken_for_a_response() {
        try (FakeModel model = FakeModel.that(Behaviour.garbage())) {
            assertThatThrownBy(() -> RawClient.get(model.port(), "/")).isInstanceOf(MalformedMessage.class);
        }
    }

    @Test
    void a_client_that_leaves_is_noticed() throws Exception {
        try (FakeModel model = FakeModel.that(Behaviour.hanging())) {
            RawClient client = RawClient.connect(model.port()).send(RawClient.request("GET", "/", ""));
            ReceivedRequest request = model.request(1);
            assertThat(request.cut()).isFalse();

            client.close();

            await().atMost(Deadline.PATIENCE).until(request::cut);
        }
    }

    @Test
    void events_come_one_by_one_as_their_gates_open() throws Exception {
        Gate second = new Gate();
        try (FakeModel model =
                        FakeModel.that(Behaviour.streaming(List.of("data: 1\n\n", "data: 2\n\n"), List.of(second)));
                RawClient client = RawClient.connect(model.port())) {
            client.send(RawClient.request("GET", "/", "")).readHead();
            assertThat(client.readChunk()).contains("data: 1\n\n");
            second.open();
            assertThat(client.readChunk()).contains("data: 2\n\n");
            assertThat(client.readChunk()).isEmpty();
        }
    }

    @Test
    void a_malformed_request_is_a_violation() throws Exception {
        FakeModel model = FakeModel.that(Behaviour.answering("{}"));
        RawClient.exchange(model.port(), "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");

        assertThatThrownBy(model::close).hasMessageContaining("host: [a, b]");
    }

    @Test
    void nobody_listens_at_a_refusing_model() {
        int port = URI.create(FakeModel.refusing()).getPort();

        assertThatThrownBy(() -> RawClient.connect(port)).isInstanceOf(ConnectException.class);
    }
}
