package dev.understudy.compare.metric;

/** The sum of the rewards on a request that has any, by the arm that was assigned. */
record Reward() implements LegMetric {
    private static final About ABOUT = new About(
            "reward",
            "points",
            Direction.HIGHER,
            Purpose.QUALITY,
            "The rewards of a request that has any, by the arm that was assigned.",
            "mean of the sum of a request's rewards",
            "feedback");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public boolean binary() {
        return false;
    }

    @Override
    public boolean ofServedOnly() {
        return true;
    }

    @Override
    public double value(Subject subject, Observation observation) {
        return observation.events().reward();
    }
}
