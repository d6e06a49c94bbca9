package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** The correlation of predictions and labels. */
record Mcc() implements ClassMetric {
    private static final About ABOUT = new About(
                    "mcc",
                    "",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "The correlation of predictions and labels: 1 is perfect, 0 is chance, however rare a class is.",
                    "Matthews correlation, of several classes R_K",
                    "Gorodkin 2004; scikit-learn's matthews_corrcoef",
                    Profile.CLASSIFICATION)
            .inFamily("classes");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double of(ClassTally tally) {
        double n = tally.n();
        double products = 0;
        double predictions = 0;
        double labels = 0;
        double answered = 0;
        for (int k = 0; k < tally.classes(); k++) {
            products += tally.support(k) * tally.predicted(k);
            predictions += tally.predicted(k) * tally.predicted(k);
            labels += tally.support(k) * tally.support(k);
            answered += tally.predicted(k);
        }
        // What was not answered is a prediction of a class that no label has.
        predictions += (n - answered) * (n - answered);
        double spread = (n * n - predictions) * (n * n - labels);
        return spread == 0 ? 0 : (tally.correct() * n - products) / Math.sqrt(spread);
    }
}
