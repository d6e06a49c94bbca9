package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;

/** Whether the predicted class is the one that is looked for. */
record PositiveRate() implements LegMetric {
    private static final About ABOUT = new About(
            "positive_rate",
            "share",
            Direction.NONE,
            Purpose.INFORMATION,
            "How often a model says the positive class: who is stricter.",
            "positive predictions / predictions",
            "this page",
            Profile.CLASSIFICATION);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public double value(Subject subject, Observation observation) {
        return subject.answer() instanceof Answer.Prediction prediction
                ? PositiveClass.of(prediction.name(), subject, observation)
                : Double.NaN;
    }
}
