package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Likeness;

/** The share of the ten best that both lists name. */
record OverlapAt10() implements LikenessMetric {
    @Override
    public String name() {
        return "overlap_at_10";
    }

    @Override
    public Purpose purpose() {
        return Purpose.LIKENESS;
    }

    @Override
    public double value(Answer legacy, Answer other) {
        return legacy instanceof Answer.Ranking left && other instanceof Answer.Ranking right
                ? Likeness.overlap(left.ids(), right.ids(), 10)
                : Double.NaN;
    }
}
