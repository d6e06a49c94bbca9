package dev.understudy.gateway.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketTest {
    private static final int UNITS = 200_000;

    /** From the reference implementation (xxhash 0.8, XXH3_64bits). Another value here would reshuffle every user. */
    @ParameterizedTest
    @CsvSource({
        "'', '', c44bdff4074eecdb",
        "chat-70b-2026q4, alice, b645e04b00efe896",
        "chat-70b-2026q4, bob, 4396795bd2e11eeb",
        "search-shadow/sample, 01K0000000000000000000000A, 74b894d72b959e37",
        "recs, \u7528\u6237-42, ba9bfc28e6d6a96f",
        "fraud-ab, LONG, 722843c1898586b2",
    })
    void a_bucket_never_changes(String salt, String unit, String bucket) {
        String key = unit.equals("LONG") ? "x".repeat(300) : unit;

        assertThat(Long.toHexString(Bucket.salted(salt).of(key))).isEqualTo(bucket);
    }

    @Test
    void the_salt_ends_where_the_unit_begins() {
        assertThat(Bucket.salted("ab").of("c")).isNotEqualTo(Bucket.salted("a").of("bc"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7fffffffffffffff, 0.5", "8000000000000000, 0.5", "ffffffffffffffff, 1"})
    void a_share_is_the_bucket_read_as_unsigned(String bucket, double share) {
        assertThat(Bucket.share(Long.parseUnsignedLong(bucket, 16))).isCloseTo(share, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"user-%d", "%d", "01K%023d", "%d@example.org"})
    void buckets_fill_the_space_evenly(String format) {
        Bucket bucket = Bucket.salted("even");
        int[] counts = new int[100];
        for (int i = 0; i < UNITS; i++) {
            counts[(int) (Bucket.share(bucket.of(format.formatted(i))) * 100)]++;
        }

        double expected = UNITS / 100.0;
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        assertThat(chiSquare).as("99 degrees of freedom, p > 1e-4").isLessThan(161);
    }

    @ParameterizedTest
    @CsvSource({"a, b", "chat-2026q3, chat-2026q4", "search, search/sample", "x, xx", "'', 1"})
    void who_is_in_under_one_salt_tells_nothing_about_another(String one, String other) {
        int[][] counts = new int[2][2];
        for (int i = 0; i < UNITS; i++) {
            String unit = "user-" + i;
            int inOne = Bucket.share(Bucket.salted(one).of(unit)) < 0.3 ? 1 : 0;
            int inOther = Bucket.share(Bucket.salted(other).of(unit)) < 0.3 ? 1 : 0;
            counts[inOne][inOther]++;
        }

        assertThat(chiSquare(counts)).as("1 degree of freedom, p > 1e-4").isLessThan(15.14);
    }

    private static double chiSquare(int[][] counts) {
        double[] rows = {counts[0][0] + counts[0][1], counts[1][0] + counts[1][1]};
        double[] columns = {counts[0][0] + counts[1][0], counts[0][1] + counts[1][1]};
        double sum = 0;
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 2; column++) {
                double expected = rows[row] * columns[column] / UNITS;
                sum += (counts[row][column] - expected) * (counts[row][column] - expected) / expected;
            }
        }
        return sum;
    }
}
