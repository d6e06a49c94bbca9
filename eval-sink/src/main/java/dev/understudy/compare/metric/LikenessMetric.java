package dev.understudy.compare.metric;

/** A figure of two answers to one request: how alike they are, or how they differ. */
public interface LikenessMetric extends Metric {
    /** NaN where it does not apply to answers of this kind. */
    double value(TwoAnswers answers);

    /** Of two legs as they ended, whatever they hold; NaN where the answers are asked. */
    default double ofEnds(Subject legacy, Subject other) {
        return Double.NaN;
    }

    /** The smallest value there can be. */
    default double least() {
        return 0;
    }

    /** The largest value there can be. */
    default double most() {
        return 1;
    }

    /** Of an answer and what should be one and cannot be read: unlike, where likeness is measured. */
    default double ofNothing() {
        return better() == Direction.HIGHER ? least() : Double.NaN;
    }
}
