package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** How much of the class that is not looked for was left alone. */
record Specificity() implements ClassMetric {
    private static final About ABOUT = new About(
                    "specificity",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Of what is not the positive class, the share that was left alone; of two classes only.",
                    "tn / (tn + fp)",
                    "recall of the other class",
                    Profile.CLASSIFICATION)
            .inFamily("classes");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double of(ClassTally tally) {
        if (tally.classes() != 2) {
            return Double.NaN;
        }
        int negative = 1 - tally.set().positive();
        return ClassTally.share(tally.right(negative), tally.support(negative));
    }
}
