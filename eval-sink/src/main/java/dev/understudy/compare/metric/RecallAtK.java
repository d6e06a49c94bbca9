package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** How many of the relevant items are among the first. */
record RecallAtK() implements LegMetric {
    private static final About ABOUT = new About(
            "recall_at_k",
            "share",
            Direction.HIGHER,
            Purpose.INFORMATION,
            "The share of the relevant items that is among the first.",
            "relevant among the first depth / relevant",
            "trec_eval's recall",
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
        return judged.relevant() == 0 ? 0 : (double) judged.found() / judged.relevant();
    }
}
