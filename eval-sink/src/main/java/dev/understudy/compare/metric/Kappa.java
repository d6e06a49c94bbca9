package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** Agreement of predictions and labels beyond chance. */
record Kappa() implements ClassMetric {
    private static final About ABOUT = new About(
                    "kappa",
                    "",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Agreement of predictions and labels beyond what chance alone would give.",
                    "(p_o - p_e) / (1 - p_e)",
                    "Cohen 1960; scikit-learn's cohen_kappa_score",
                    Profile.CLASSIFICATION)
            .inFamily("classes");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double of(ClassTally tally) {
        double n = tally.n();
        double chance = 0;
        for (int k = 0; k < tally.classes(); k++) {
            chance += tally.support(k) / n * (tally.predicted(k) / n);
        }
        return chance == 1 ? Double.NaN : (tally.correct() / n - chance) / (1 - chance);
    }
}
