package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** The area under the ROC curve of two classes. */
record RocAuc() implements ClassMetric {
    private static final About ABOUT = new About(
            "roc_auc",
            "share",
            Direction.HIGHER,
            Purpose.INFORMATION,
            "How likely a case of the positive class gets a higher probability than another case.",
            "area under the ROC curve; ties count half",
            "scikit-learn's roc_auc_score",
            Profile.CLASSIFICATION);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double of(ClassTally tally) {
        ClassSet set = tally.set();
        return set.hasProbabilities() ? area(set.ascending(), set.probabilities(), set.positive(), tally) : Double.NaN;
    }

    /** By the statistic of Mann and Whitney over rows in order of their scores; NaN of one class. */
    static double area(int[] ascending, double[] scores, int positive, ClassTally tally) {
        double below = 0;
        double wins = 0;
        double positives = 0;
        for (int i = 0; i < ascending.length; ) {
            double score = scores[ascending[i]];
            double tiedPositive = 0;
            double tiedOther = 0;
            for (; i < ascending.length && scores[ascending[i]] == score; i++) {
                double weight = tally.weights()[ascending[i]];
                if (tally.set().labels()[ascending[i]] == positive) {
                    tiedPositive += weight;
                } else {
                    tiedOther += weight;
                }
            }
            wins += tiedPositive * (below + tiedOther / 2);
            below += tiedOther;
            positives += tiedPositive;
        }
        return positives == 0 || below == 0 ? Double.NaN : wins / positives / below;
    }
}
