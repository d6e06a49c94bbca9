package dev.understudy.compare.metric;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Figures that are computed of the same rows, all together.
 *
 * @param <R> what is kept of one leg of one pair
 */
interface SetFamily<R> {
    /** What is kept; null where it does not apply. */
    @Nullable
    R row(Subject subject, Observation observation);

    /** In the order of {@link Scores#of}. */
    List<About> metrics();

    /** Prepares the rows of both sides, so that they can be weighted again and again. */
    Both prepare(List<R> legacy, List<R> candidate);

    /** How many pairs, or requests of one arm, are kept at most; of more it is a uniform sample. */
    default int sample() {
        return SampledFigure.SAMPLE;
    }

    /** Whether a row is of two answers together, so that legacy has none of its own. */
    default boolean isLikeness() {
        return false;
    }

    /** What one has to know of how these rows were taken; empty where there is nothing to know. */
    default String remark(List<R> legacy, List<R> candidate) {
        return "";
    }

    /** What was said of which class, where these are classes. */
    default Optional<Classes> classes(List<R> legacy, List<R> candidate) {
        return Optional.empty();
    }

    /** Rows of both sides. */
    record Both(Scores legacy, Scores candidate) {}

    /** The figures of some rows. */
    interface Scores {
        /**
         * One for each metric; NaN where it does not apply.
         *
         * @param weights how much each row counts, 1 on average: whole numbers where all had the same chance to be recorded
         */
        double[] of(double[] weights);
    }
}
