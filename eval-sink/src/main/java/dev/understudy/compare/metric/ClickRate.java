package dev.understudy.compare.metric;

/** The share of requests with at least one click, by the arm that was assigned. */
record ClickRate() implements LegMetric {
    private static final About ABOUT = new About(
            "click_rate",
            "share",
            Direction.HIGHER,
            Purpose.QUALITY,
            "The share of requests with at least one click, by the arm that was assigned.",
            "requests with a click / requests",
            "feedback");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public boolean ofServedOnly() {
        return true;
    }

    @Override
    public double value(Subject subject, Observation observation) {
        return observation.events().clicked() ? 1 : 0;
    }
}
