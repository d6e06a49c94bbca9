package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;

/** A figure of two answers to one request, between 0 and 1: how alike they are. */
interface LikenessMetric extends Metric {
    /** NaN where it does not apply to answers of this kind. */
    double value(Answer legacy, Answer other);

    @Override
    default String unit() {
        return "share";
    }

    @Override
    default Direction better() {
        return Direction.HIGHER;
    }
}
