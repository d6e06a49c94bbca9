package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** The mean over more than two classes of the area under each one's ROC curve. */
record RocAucOneVersusRest() implements ClassMetric {
    private static final About ABOUT = new About(
            "roc_auc_ovr_macro",
            "share",
            Direction.HIGHER,
            Purpose.INFORMATION,
            "The same for more than two classes: each against all others, and the mean of that.",
            "mean over classes of roc_auc, one versus rest",
            "scikit-learn's roc_auc_score, multi_class='ovr'",
            Profile.CLASSIFICATION);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double of(ClassTally tally) {
        ClassSet set = tally.set();
        if (set.shares().length == 0) {
            return Double.NaN;
        }
        double sum = 0;
        for (int k = 0; k < tally.classes(); k++) {
            sum += RocAuc.area(set.orders()[k], set.shares()[k], k, tally);
        }
        return sum / tally.classes();
    }
}
