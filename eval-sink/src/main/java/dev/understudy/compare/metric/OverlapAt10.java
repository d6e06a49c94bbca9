package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Likeness;
import dev.understudy.config.Compare.Profile;

/** The share of the ten best that both lists name. */
record OverlapAt10() implements LikenessMetric {
    private static final About ABOUT = new About(
            "overlap_at_10",
            "share",
            Direction.HIGHER,
            Purpose.LIKENESS,
            "The share of the ten best that both lists name.",
            "|first 10 of both| / 10, or the longer list",
            "set overlap",
            Profile.RANKING);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double value(TwoAnswers answers) {
        return answers.legacy() instanceof Answer.Ranking left && answers.other() instanceof Answer.Ranking right
                ? Likeness.overlap(left.ids(), right.ids(), 10)
                : Double.NaN;
    }
}
