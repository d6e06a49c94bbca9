package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** How many of the passages found should have been. */
record ContextPrecision() implements LegMetric {
    private static final About ABOUT = new About(
            "context_precision",
            "share",
            Direction.HIGHER,
            Purpose.INFORMATION,
            "The share of the passages found that should have been found.",
            "|found and relevant| / |found|, by id",
            "Ragas' IDBasedContextPrecision",
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
        return ContextIds.share(
                ContextIds.found(subject, observation), observation.truth().relevantIds());
    }
}
