package dev.understudy.compare.metric;

/** The share of requests that a model was asked and did not answer: error, timeout, or a status of 400 or more. */
record ErrorRate() implements LegMetric {
    private static final About ABOUT = new About(
            "error_rate",
            "share",
            Direction.LOWER,
            Purpose.GUARDRAIL,
            "The share of requests that a model was asked and did not answer: error, timeout, or a status of 400 or more.",
            "failed / asked",
            "this gateway's outcomes");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public double value(Subject subject, Observation observation) {
        return !subject.asked() ? Double.NaN : subject.failed() ? 1 : 0;
    }
}
