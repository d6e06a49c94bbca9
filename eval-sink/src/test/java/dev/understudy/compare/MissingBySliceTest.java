package dev.understudy.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.compare.Report.Missing;
import dev.understudy.compare.Report.SliceGroup;
import dev.understudy.compare.Report.SliceTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MissingBySliceTest {
    /** {@code de} lacks little for certain, {@code ja} much by chance. */
    @Test
    void the_slice_that_is_beyond_chance_must_be_the_one_that_is_far_off() {
        assertThat(reason(new Missing(20_000, 100_000), new Missing(25_000, 100_000), new Missing(14, 36)))
                .isEmpty();
    }

    @Test
    void a_small_slice_that_is_lost_wholly_is_seen() {
        assertThat(reason(new Missing(10, 10), new Missing(0, 1_000)))
                .hasValueSatisfying(
                        reason -> assertThat(reason)
                                .contains(
                                        "language s0 10 of 10, all others 0 of 1\u202f000 (p < 0.0001, alarm below 0.001 / 2)"));
        assertThat(reason(new Missing(7, 7), new Missing(0, 1_000)))
                .as("of a few nothing is said")
                .isEmpty();
    }

    @Test
    void a_slice_that_alone_is_whole_is_seen() {
        assertThat(reason(
                        new Missing(0, 300),
                        new Missing(60, 100),
                        new Missing(61, 100),
                        new Missing(59, 100),
                        new Missing(60, 100)))
                .hasValueSatisfying(reason -> assertThat(reason).contains(" of ", "all others "));
    }

    /** 0.4 - 0.3 is more than 1 - 0.9 in doubles. */
    @Test
    void exactly_ten_points_are_not_more_than_ten() {
        assertThat(reason(new Missing(4_000, 10_000), new Missing(3_000, 10_000)))
                .isEmpty();
        assertThat(reason(new Missing(4_001, 10_000), new Missing(3_000, 10_000)))
                .isPresent();
    }

    /** p is 0.00013: of two slices an alarm, of ten none. */
    @Test
    void the_more_slices_are_looked_at_the_less_likely_one_must_be() {
        Missing off = new Missing(12, 20);
        Missing[] ten = IntStream.range(0, 10)
                .mapToObj(i -> i == 0 ? off : new Missing(20, 100))
                .toArray(Missing[]::new);

        assertThat(reason(off, new Missing(180, 900))).isPresent();
        assertThat(reason(ten)).isEmpty();
    }

    @Test
    void nothing_is_too_much_to_be_tested() {
        assertThat(reason(new Missing(10, 10), new Missing(0, 1L << 40))).isPresent();
        assertThat(reason(new Missing(1L << 39, 1L << 40), new Missing(0, 1L << 40)))
                .isPresent();
        assertThat(reason(new Missing(0, 0), new Missing(10, 10))).isEmpty();
    }

    private static Optional<String> reason(Missing... missing) {
        List<SliceGroup> groups = IntStream.range(0, missing.length)
                .mapToObj(i -> new SliceGroup("s" + i, missing[i].of(), missing[i], List.of()))
                .toList();
        return new MissingBySlice(VerdictRules.DEFAULT)
                .reason(new SliceTable("language", "request", groups, List.of()));
    }
}
