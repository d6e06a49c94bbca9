package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** How precise the list is at each relevant item. */
record RankedPrecision() implements LegMetric {
    private static final About ABOUT = new About(
            "ap",
            "share",
            Direction.HIGHER,
            Purpose.INFORMATION,
            "How precise the list is at each of the relevant items, over the whole list; its mean over requests is MAP.",
            "mean over relevant items of precision at their rank; those not listed count 0",
            "trec_eval's map",
            Profile.RANKING);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public boolean binary() {
        return false;
    }

    @Override
    public double value(Subject subject, Observation observation) {
        Judged judged = Judged.of(subject, observation);
        return judged == null ? Double.NaN : of(judged);
    }

    static double of(Judged judged) {
        double sum = 0;
        int found = 0;
        for (int i = 0; i < judged.grades().length; i++) {
            if (judged.grades()[i] > 0) {
                found++;
                sum += (double) found / (i + 1);
            }
        }
        return judged.relevant() == 0 ? 0 : sum / judged.relevant();
    }
}
