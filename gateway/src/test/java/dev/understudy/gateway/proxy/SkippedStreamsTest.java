package dev.understudy.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SkippedStreamsTest {
    private final SkippedStreams streams = new SkippedStreams();

    @Test
    void what_lies_between_two_streams_was_skipped_and_what_came_was_not() {
        streams.begun(1);
        streams.begun(3);
        streams.begun(9);

        assertThat(streams.contains(5)).isTrue();
        assertThat(streams.contains(7)).isTrue();
        assertThat(streams.contains(1)).isFalse();
        assertThat(streams.contains(3)).isFalse();
        assertThat(streams.contains(9)).isFalse();
        assertThat(streams.contains(11)).isFalse();
    }

    @Test
    void what_comes_before_the_first_stream_was_skipped_too() {
        streams.begun(13);

        assertThat(streams.contains(1)).isTrue();
        assertThat(streams.contains(11)).isTrue();
    }

    @Test
    void only_the_latest_gaps_are_kept() {
        for (int stream = 1; stream < 1000; stream += 4) {
            streams.begun(stream);
        }

        assertThat(streams.contains(3)).isFalse();
        assertThat(streams.contains(995)).isTrue();
    }
}
