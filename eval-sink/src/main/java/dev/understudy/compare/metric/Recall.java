package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** How much of a class was found. */
record Recall() implements ClassMetric {
    private static final About ABOUT = new About(
                    "recall",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Of what is the positive class, the share that was found; the mean over classes where there are more than two.",
                    "tp / (tp + fn)",
                    "scikit-learn's recall_score, binary or macro",
                    Profile.CLASSIFICATION)
            .inFamily("classes");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double of(ClassTally tally) {
        return tally.averaged(k -> ClassTally.share(tally.right(k), tally.support(k)));
    }
}
