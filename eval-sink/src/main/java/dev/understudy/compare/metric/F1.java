package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** The harmonic mean of precision and recall. */
record F1() implements ClassMetric {
    private static final About ABOUT = new About(
                    "f1",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Precision and recall in one; the mean over classes where there are more than two.",
                    "2 tp / (2 tp + fp + fn)",
                    "scikit-learn's f1_score, binary or macro",
                    Profile.CLASSIFICATION)
            .inFamily("classes");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double of(ClassTally tally) {
        return tally.averaged(k -> ClassTally.share(2 * tally.right(k), tally.predicted(k) + tally.support(k)));
    }
}
