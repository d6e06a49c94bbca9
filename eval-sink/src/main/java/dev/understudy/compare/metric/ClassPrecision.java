package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** How much can be believed of what was said to be a class. */
record ClassPrecision() implements ClassMetric {
    private static final About ABOUT = new About(
                    "precision",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Of what was said to be the positive class, the share that is; the mean over classes where there are more than two.",
                    "tp / (tp + fp)",
                    "scikit-learn's precision_score, binary or macro",
                    Profile.CLASSIFICATION)
            .inFamily("classes");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double of(ClassTally tally) {
        return tally.averaged(k -> ClassTally.share(tally.right(k), tally.predicted(k)));
    }
}
