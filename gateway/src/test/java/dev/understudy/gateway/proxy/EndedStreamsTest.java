package dev.understudy.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndedStreamsTest {
    private final EndedStreams streams = new EndedStreams();

    @Test
    void a_stream_has_ended_once_it_was_said() {
        assertThat(streams.contains(1)).isFalse();

        streams.ended(3);
        streams.ended(1);

        assertThat(streams.contains(1)).isTrue();
        assertThat(streams.contains(3)).isTrue();
        assertThat(streams.contains(5)).isFalse();
    }

    @Test
    void only_the_latest_are_kept() {
        for (int stream = 1; stream < 1000; stream += 2) {
            streams.ended(stream);
        }

        assertThat(streams.contains(1)).isFalse();
        assertThat(streams.contains(935)).isFalse();
        assertThat(streams.contains(937)).isTrue();
        assertThat(streams.contains(999)).isTrue();
    }
}
