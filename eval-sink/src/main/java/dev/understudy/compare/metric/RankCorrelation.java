package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Likeness;

/** How alike two lists are in order, the top counting most: rank-biased overlap with persistence 0.9, which unlike Kendall's tau bears lists that do not name the same items. */
record RankCorrelation() implements LikenessMetric {
    @Override
    public String name() {
        return "rank_correlation";
    }

    @Override
    public Purpose purpose() {
        return Purpose.INFORMATION;
    }

    @Override
    public double value(Answer legacy, Answer other) {
        return legacy instanceof Answer.Ranking left && other instanceof Answer.Ranking right
                ? Likeness.rankBiasedOverlap(left.ids(), right.ids(), 0.9)
                : Double.NaN;
    }
}
