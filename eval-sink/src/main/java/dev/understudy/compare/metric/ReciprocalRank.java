package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** How soon the first relevant item comes. */
record ReciprocalRank() implements LegMetric {
    private static final About ABOUT = new About(
            "mrr",
            "share",
            Direction.HIGHER,
            Purpose.INFORMATION,
            "How soon the first relevant item comes.",
            "mean of 1 / rank of the first relevant item",
            "trec_eval's recip_rank",
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
        for (int i = 0; i < judged.grades().length; i++) {
            if (judged.grades()[i] > 0) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }
}
