package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;

/** How many times as long as legacy's the other answer is. */
record LengthRatio() implements LikenessMetric {
    private static final About ABOUT = new About(
            "length_ratio",
            "ratio",
            Direction.NONE,
            Purpose.INFORMATION,
            "How many times as long as legacy's the other answer is.",
            "mean of characters of the other / characters of legacy's",
            "Unicode code points",
            Profile.TEXT,
            Profile.CHAT,
            Profile.RAG);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double value(TwoAnswers answers) {
        return answers.legacy() instanceof Answer.Text left
                        && answers.other() instanceof Answer.Text right
                        && left.words().length() > 0
                ? (double) right.words().length() / left.words().length()
                : Double.NaN;
    }

    @Override
    public double most() {
        return Double.POSITIVE_INFINITY;
    }
}
