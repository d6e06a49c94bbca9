package dev.understudy.compare.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.compare.statistics.ConfidenceSequence;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.Moments;
import dev.understudy.compare.statistics.Normal;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often what is held against a part of legacy's figure is where it says. */
final class JointTest {
    private static final double ALPHA = 0.05;

    /** Whether {@code candidate - times * legacy} is where its error says, and the relative difference too. */
    @ParameterizedTest
    @CsvSource({"1.1, 0.6", "0.9, 0", "2, 0.9", "1, -0.5"})
    void a_figure_held_against_a_part_of_legacys_errs_as_it_says(double times, double common) {
        double legacyMean = 4;
        double candidateMean = 5;
        int runs = 2000;
        int n = 150;
        ConfidenceSequence sequence = new ConfidenceSequence(n, ALPHA);
        int held = 0;
        int relative = 0;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(17L * run);
            Moments legacy = new Moments();
            Moments candidate = new Moments();
            Moments differences = new Moments();
            for (int i = 0; i < n; i++) {
                double shared = random.nextGaussian();
                double before = legacyMean + shared;
                double after = candidateMean + common * shared + 0.8 * random.nextGaussian();
                legacy.add(before);
                candidate.add(after);
                differences.add(after - before);
            }
            double covariance = (legacy.variance() + candidate.variance() - differences.variance()) / 2;
            Joint joint = new Joint(
                    legacy.mean(),
                    candidate.mean(),
                    legacy.variance() / n,
                    candidate.variance() / n,
                    covariance / n,
                    0,
                    n);
            double contrast = joint.candidate() - times * joint.legacy();
            double width = Normal.Z95 * Math.sqrt(joint.variance(times) / n);
            held += Math.abs(contrast - (candidateMean - times * legacyMean)) <= width ? 1 : 0;
            Interval part = Objects.requireNonNull(
                    Objects.requireNonNull(joint.relative(sequence)).interval());
            double truth = candidateMean / legacyMean - 1;
            relative += part.low() <= truth && truth <= part.high() ? 1 : 0;
        }

        assertThat((double) held / runs).isBetween(0.93, 0.97);
        // It is for every look, so that it holds more often at one.
        assertThat((double) relative / runs).isGreaterThan(0.99);
    }
}
