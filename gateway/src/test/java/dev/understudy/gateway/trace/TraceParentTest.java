package dev.understudy.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String GOOD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void a_good_one_is_read_and_written_as_it_was() {
        TraceParent parent = TraceParent.parse(GOOD).orElseThrow();

        assertThat(parent.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(TraceParent.spanId(parent.span())).isEqualTo("b7ad6b7169203331");
        assertThat(parent.sampled()).isTrue();
        assertThat(parent.text()).isEqualTo(GOOD);
        assertThat(parent.from(1).text()).isEqualTo("00-0af7651916cd43dd8448eb211c80319c-0000000000000001-01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-02"
            })
    void who_did_not_sample_is_not_sampled(String text) {
        assertThat(TraceParent.parse(text).orElseThrow().sampled()).isFalse();
    }

    @Test
    void a_later_version_is_read_as_far_as_it_is_known() {
        String later = "cc" + GOOD.substring(2);

        assertThat(TraceParent.parse(later + "-what-the-future-brings")).isEqualTo(TraceParent.parse(GOOD));
        assertThat(TraceParent.parse(later)).isEqualTo(TraceParent.parse(GOOD));
        assertThat(TraceParent.parse(later + ".x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, 00-0af7651916cd43dd8448eb211c80319c"
            })
    void a_malformed_one_is_none(String text) {
        assertThat(TraceParent.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_was_written_is_read_again_and_one_wrong_character_is_noticed_or_means_another_trace(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1000; i++) {
            TraceParent parent = new TraceParent(
                    random.nextLong(),
                    random.nextLong(1, Long.MAX_VALUE),
                    random.nextLong(1, Long.MAX_VALUE),
                    i % 2 == 0);
            String text = parent.text();
            assertThat(TraceParent.parse(text)).contains(parent);

            char[] damaged = text.toCharArray();
            int place = random.nextInt(3, 52);
            damaged[place] = (char) random.nextInt(0, 256);
            if (damaged[place] != text.charAt(place)) {
                assertThat(TraceParent.parse(new String(damaged))).isNotEqualTo(TraceParent.parse(text));
            }
        }
    }
}
