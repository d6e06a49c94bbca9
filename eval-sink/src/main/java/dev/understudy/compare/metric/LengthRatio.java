package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;

/** How many times as long as legacy's the other answer is, as a logarithm: 0 is as long, -0.69 half, 0.69 twice. */
record LengthRatio() implements LikenessMetric {
    private static final About ABOUT = new About(
            "length_log_ratio",
            "ln",
            Direction.NONE,
            Purpose.INFORMATION,
            "How many times as long as legacy's the other answer is, as a logarithm: 0 is as long, -0.69 half, 0.69 twice.",
            "mean of ln(characters of the other / characters of legacy's); its exponential is the typical ratio",
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
                        && right.words().length() > 0
                ? Math.log((double) right.words().length() / left.words().length())
                : Double.NaN;
    }

    @Override
    public double least() {
        return Double.NEGATIVE_INFINITY;
    }

    @Override
    public double most() {
        return Double.POSITIVE_INFINITY;
    }
}
