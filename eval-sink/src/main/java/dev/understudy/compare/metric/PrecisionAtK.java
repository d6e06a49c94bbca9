package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** How many of the first items are relevant. */
record PrecisionAtK() implements LegMetric {
    private static final About ABOUT = new About(
            "p_at_k",
            "share",
            Direction.HIGHER,
            Purpose.INFORMATION,
            "The share of the first items that is relevant.",
            "relevant among the first depth / depth",
            "trec_eval's P",
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
        return (double) judged.found() / judged.depth();
    }
}
