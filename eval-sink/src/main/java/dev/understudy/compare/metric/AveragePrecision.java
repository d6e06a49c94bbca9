package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** The area under the curve of precision and recall, as a sum of steps. */
record AveragePrecision() implements ClassMetric {
    private static final About ABOUT = new About(
            "pr_auc_ap",
            "share",
            Direction.HIGHER,
            Purpose.INFORMATION,
            "How precise predictions stay while more and more of the positive class is found.",
            "sum over thresholds of (R_i - R_i-1) P_i",
            "scikit-learn's average_precision_score",
            Profile.CLASSIFICATION);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double of(ClassTally tally) {
        ClassSet set = tally.set();
        int[] ascending = set.ascending();
        double positives = set.isBinary() && tally.classes() > 0 ? tally.support(set.positive()) : 0;
        if (!set.hasProbabilities() || positives == 0) {
            return Double.NaN;
        }
        double sum = 0;
        double found = 0;
        double said = 0;
        for (int i = ascending.length - 1; i >= 0; ) {
            double threshold = set.probabilities()[ascending[i]];
            double here = 0;
            for (; i >= 0 && set.probabilities()[ascending[i]] == threshold; i--) {
                double weight = tally.weights()[ascending[i]];
                said += weight;
                here += set.labels()[ascending[i]] == set.positive() ? weight : 0;
            }
            found += here;
            sum += said == 0 ? 0 : here / positives * (found / said);
        }
        return sum;
    }
}
