package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** How many of the passages that should have been found were. */
record ContextRecall() implements LegMetric {
    private static final About ABOUT = new About(
            "context_recall",
            "share",
            Direction.HIGHER,
            Purpose.INFORMATION,
            "The share of the passages that should have been found that were.",
            "|found and relevant| / |relevant|, by id",
            "Ragas' IDBasedContextRecall",
            Profile.RAG);

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
        return ContextIds.share(observation.truth().relevantIds(), ContextIds.found(subject, observation));
    }
}
