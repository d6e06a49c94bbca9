package dev.understudy.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventStreamsTest {
    private static final LoadPlan PLAN = plan(1);

    @Test
    void events_are_counted_and_the_model_sees_its_readers_leave() {
        try (SickModel model = new SickModel(0, 14);
                Loop loop = new Loop("test-events")) {
            Map<String, Double> line = OpenLoopTest.parsed(
                    new EventStreams(plan(model.port()), loop).run().line());

            assertThat(line.get("events")).isGreaterThan(10);
            assertThat(line)
                    .containsEntry("missing", 0.0)
                    .containsEntry("refused", 0.0)
                    .containsEntry("ended", 0.0);
            await().atMost(Duration.ofSeconds(20)).until(() -> model.counts().contains("cancelled=3"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            Double.valueOf(0).equals(OpenLoopTest.counts(model).get("open")));
        }
    }

    @Test
    void an_event_that_is_alone_and_whole_is_neither_split_nor_merged() {
        assertThat(read(chunk(event(0)), chunk(event(1))))
                .containsEntry("events", 2.0)
                .containsEntry("split", 0.0)
                .containsEntry("merged", 0.0);
    }

    @Test
    void an_event_in_two_reads_is_split() {
        assertThat(read(chunk(event(0).substring(0, 9)), chunk(event(0).substring(9)), chunk(event(1))))
                .containsEntry("events", 2.0)
                .containsEntry("split", 1.0)
                .containsEntry("merged", 0.0);
    }

    @Test
    void two_events_in_one_read_are_merged() {
        assertThat(read(chunk(event(0)) + chunk(event(1)), chunk(event(2) + event(3))))
                .containsEntry("events", 4.0)
                .containsEntry("split", 0.0)
                .containsEntry("merged", 2.0);
    }

    @Test
    void a_number_that_is_passed_over_is_missing() {
        assertThat(read(chunk(event(0)), chunk(event(3)))).containsEntry("missing", 2.0);
    }

    private static Map<String, Double> read(String... reads) {
        EventTally tally = new EventTally();
        EventReader reader = new EventReader(PLAN, tally, () -> {});
        EmbeddedChannel channel = new EmbeddedChannel(reader.reads(), new HttpResponseDecoder(), reader);
        ((ByteBuf) channel.readOutbound()).release();
        channel.writeInbound(bytes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"));
        for (String read : reads) {
            channel.writeInbound(bytes(read));
        }
        reader.leave();
        channel.finishAndReleaseAll();
        return OpenLoopTest.parsed(tally.line());
    }

    private static String event(int number) {
        return "data: " + System.nanoTime() + " " + number + " token\n\n";
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static LoadPlan plan(int port) {
        return new LoadPlan(
                URI.create("http://127.0.0.1:" + port + "/events/2"),
                "POST",
                List.of(),
                "{}",
                1,
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                3,
                Duration.ofSeconds(1),
                -1);
    }
}
