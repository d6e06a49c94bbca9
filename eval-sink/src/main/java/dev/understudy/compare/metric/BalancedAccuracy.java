package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** The mean over the labels of the share that was found. */
record BalancedAccuracy() implements ClassMetric {
    private static final About ABOUT = new About(
                    "balanced_accuracy",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "The share of right predictions, every class counting alike however rare it is.",
                    "mean over classes of recall",
                    "scikit-learn's balanced_accuracy_score",
                    Profile.CLASSIFICATION)
            .inFamily("classes");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double of(ClassTally tally) {
        double sum = 0;
        int seen = 0;
        for (int k = 0; k < tally.classes(); k++) {
            if (tally.support(k) > 0) {
                sum += tally.right(k) / tally.support(k);
                seen++;
            }
        }
        return sum / seen;
    }
}
