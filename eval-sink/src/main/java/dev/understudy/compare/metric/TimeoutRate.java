package dev.understudy.compare.metric;

import dev.understudy.pair.Leg;

/** The share of requests that a model did not answer in time. */
record TimeoutRate() implements LegMetric {
    private static final About ABOUT = new About(
            "timeout_rate",
            "share",
            Direction.LOWER,
            Purpose.VETO,
            "The share of requests that a model did not answer in time.",
            "timed out / asked",
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
        return !subject.asked() ? Double.NaN : subject.leg().outcome() == Leg.Outcome.TIMEOUT ? 1 : 0;
    }
}
