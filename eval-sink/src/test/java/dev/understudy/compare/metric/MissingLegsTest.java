package dev.understudy.compare.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MissingLegsTest {
    /** Fractions that no double holds, of which each model lacks a thousand. */
    private static final List<Double> VALUES =
            IntStream.rangeClosed(1, 1000).mapToObj(i -> i % 97 / 97.0).toList();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void however_pairs_are_divided_the_bounds_are_the_same_to_the_bit(int parts) {
        MissingLegs[] divided =
                IntStream.range(0, parts).mapToObj(i -> new MissingLegs()).toArray(MissingLegs[]::new);
        for (int i = VALUES.size() - 1; i >= 0; i--) {
            divided[i % parts].add(VALUES.get(i), Double.NaN);
        }
        MissingLegs together = new MissingLegs();
        for (MissingLegs part : divided) {
            together.merge(part);
        }
        MissingLegs inOrder = new MissingLegs();
        VALUES.forEach(value -> inOrder.add(value, Double.NaN));

        assertThat(bounds(together)).isEqualTo(bounds(inOrder));
    }

    private static Detail.Missing bounds(MissingLegs legs) {
        return Objects.requireNonNull(legs.paired(0, 1, Metric.Direction.HIGHER));
    }
}
