package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Likeness;
import dev.understudy.config.Compare.Profile;

/** How alike two lists are in order, the top counting most: unlike Kendall's tau it bears lists that do not name the same items. */
record RankCorrelation() implements LikenessMetric {
    private static final About ABOUT = new About(
            "rank_correlation",
            "share",
            Direction.HIGHER,
            Purpose.INFORMATION,
            "How alike two lists are in order, the top counting most.",
            "rank-biased overlap, extrapolated, persistence 0.9",
            "Webber, Moffat and Zobel 2010, equation 32",
            Profile.RANKING);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double value(TwoAnswers answers) {
        return answers.legacy() instanceof Answer.Ranking left && answers.other() instanceof Answer.Ranking right
                ? Likeness.rankBiasedOverlap(left.ids(), right.ids(), 0.9)
                : Double.NaN;
    }
}
