package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** The share of labelled requests whose predicted class is the label; a model that failed was wrong. */
record Accuracy() implements LegMetric {
    static final About ABOUT = new About(
                    "accuracy",
                    "share",
                    Direction.HIGHER,
                    Purpose.QUALITY,
                    "The share of labelled requests whose predicted class is the label; a model that failed was wrong.",
                    "right / labelled",
                    "scikit-learn's accuracy_score",
                    Profile.CLASSIFICATION)
            .inFamily("classes");

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
        ClassRow row = ClassRow.of(subject, observation);
        return row == null ? Double.NaN : row.label().equals(row.predicted()) ? 1 : 0;
    }
}
