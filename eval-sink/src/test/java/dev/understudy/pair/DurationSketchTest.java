package dev.understudy.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationSketchTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 0.95, 0.99, 1})
    void a_quantile_is_within_the_width_of_half_a_bucket(double share) {
        Random random = new Random(7);
        long[] nanos = LongStream.generate(() -> (long) Math.exp(11 + 12 * random.nextDouble()))
                .limit(5000)
                .toArray();

        double estimated = sketch(nanos).quantileMillis(share);

        Arrays.sort(nanos);
        double exact = nanos[(int) Math.ceil(share * nanos.length) - 1] / 1e6;
        assertThat(estimated).isCloseTo(exact, within(exact * 0.0625 + 0.001));
    }

    @Test
    void buckets_follow_each_other_without_a_gap_to_the_longest_of_times() {
        int last = 0;
        for (long nanos = 0; nanos >= 0 && nanos < Long.MAX_VALUE / 2; nanos += 1 + nanos / 64) {
            int bucket = DurationSketch.bucket(nanos);
            assertThat(bucket).isBetween(last, last + 1);
            last = bucket;
        }
        assertThat(last).isEqualTo(DurationSketch.BUCKETS - 1);
        assertThat(DurationSketch.bucket(-1)).isZero();
        assertThat(DurationSketch.bucket(Long.MAX_VALUE)).isEqualTo(DurationSketch.BUCKETS - 1);
    }

    @Test
    void sketches_add_up_to_the_sketch_of_all() {
        assertThat(sketch(1, 2_000_000, 3_000_000).plus(sketch(2_000_000, 90_000_000)))
                .isEqualTo(sketch(1, 2_000_000, 2_000_000, 3_000_000, 90_000_000));
        assertThat(sketch().quantileMillis(0.5)).isNaN();
    }

    @Test
    void what_is_no_bucket_and_what_is_no_count_is_refused() {
        assertThatThrownBy(() -> new DurationSketch(Map.of(DurationSketch.BUCKETS, 1L)))
                .hasMessageContaining("expected: buckets from 0 to 271");
        assertThatThrownBy(() -> new DurationSketch(Map.of(0, 0L))).hasMessageContaining("counts from 1");
    }

    private static DurationSketch sketch(long... nanos) {
        Map<Integer, Long> counts = new HashMap<>();
        for (long one : nanos) {
            counts.merge(DurationSketch.bucket(one), 1L, Long::sum);
        }
        return new DurationSketch(counts);
    }
}
