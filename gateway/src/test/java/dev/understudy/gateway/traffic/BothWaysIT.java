package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.Http2Behaviour;
import dev.understudy.gateway.testing.Http2Model;
import dev.understudy.gateway.testing.Http2Request;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawHttp2Client;
import dev.understudy.gateway.testing.RawHttp2Client.Frame;
import dev.understudy.gateway.testing.RunningGateway;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stream that goes both ways at once may be silent for longer than a request that nobody answers yet. */
@ExtendWith(LeakGuard.class)
class BothWaysIT {
    /** Begins to answer with the first piece of the request; to {@code /mute} never. */
    private static final Http2Behaviour TALKING = new Http2Behaviour() {
        @Override
        public void piece(Http2Request request) {
            if (request.header(":path").orElse("").equals("/talk")) {
                request.head(200, Map.of("content-type", "text/plain"), false);
                request.data("one".getBytes(StandardCharsets.UTF_8), false);
            }
        }

        @Override
        public void complete(Http2Request request) {
            request.data("two".getBytes(StandardCharsets.UTF_8), true);
        }
    };

    /** The clock is a request on the same connection that begins later and is given up for its silence. */
    @Test
    void it_outlives_the_wait_for_a_piece_of_a_request() throws Exception {
        try (Http2Model model = Http2Model.that(TALKING);
                RunningGateway gateway = RunningGateway.with(yaml(model, "body: 2s, stream: 1m"));
                RawHttp2Client client = RawHttp2Client.connect(gateway.port())) {
            client.post(1, "/talk").data(1, 0, "a");
            assertThat(client.next(RawHttp2Client.DATA))
                    .get()
                    .satisfies(piece -> assertThat(text(piece)).isEqualTo("one"));
            client.post(3, "/mute").data(3, 0, "b");
            Frame given = client.next(RawHttp2Client.HEADERS, RawHttp2Client.RST_STREAM)
                    .orElseThrow();
            assertThat(given.stream()).isEqualTo(3);
            assertThat(given.fields()).containsEntry(":status", "408");

            client.data(1, RawHttp2Client.END_STREAM, "c");
            Frame last = client.next(RawHttp2Client.DATA).orElseThrow();
            while (last.stream() != 1) {
                last = client.next(RawHttp2Client.DATA).orElseThrow();
            }
            assertThat(text(last)).isEqualTo("two");
            assertThat(model.begun(1).body()).isEqualTo("ac");
        }
    }

    @Test
    void it_ends_when_it_is_silent_for_longer_than_its_own_limit() throws Exception {
        try (Http2Model model = Http2Model.that(TALKING);
                RunningGateway gateway = RunningGateway.with(yaml(model, "body: 1m, stream: 500ms"));
                RawHttp2Client client = RawHttp2Client.connect(gateway.port())) {
            client.post(1, "/talk").data(1, 0, "a");
            assertThat(client.next(RawHttp2Client.DATA)).isPresent();

            assertThat(client.next(RawHttp2Client.RST_STREAM))
                    .get()
                    .satisfies(reset -> assertThat(reset.stream()).isEqualTo(1));
            assertThat(model.begun(1).reset()).succeedsWithin(Deadline.PATIENCE);
        }
    }

    private static String text(Frame frame) {
        return new String(frame.payload(), StandardCharsets.UTF_8);
    }

    private static String yaml(Http2Model model, String timeouts) {
        return """
                listen: {http: "127.0.0.1:0", http2: true, timeouts: {%s}}
                models:
                  model: {url: "%s", http2: true, timeout: {connect: 20s, firstByte: 1m, idle: 1m, total: 5m}}
                routes:
                  - {name: all, match: {path: {prefix: /}}, model: model}
                """.formatted(timeouts, model.url());
    }
}
