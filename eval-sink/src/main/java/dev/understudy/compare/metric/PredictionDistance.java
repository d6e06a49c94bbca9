package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;

/** How far apart two estimated numbers are. */
record PredictionDistance() implements LikenessMetric {
    private static final About ABOUT = new About(
            "prediction_distance",
            "",
            Direction.LOWER,
            Purpose.INFORMATION,
            "How far apart the two estimated numbers are.",
            "mean of |candidate - legacy|",
            "mean absolute difference",
            Profile.REGRESSION);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double value(TwoAnswers answers) {
        return answers.legacy() instanceof Answer.Quantity left && answers.other() instanceof Answer.Quantity right
                ? Math.abs(right.value() - left.value())
                : Double.NaN;
    }

    @Override
    public double most() {
        return Double.POSITIVE_INFINITY;
    }
}
