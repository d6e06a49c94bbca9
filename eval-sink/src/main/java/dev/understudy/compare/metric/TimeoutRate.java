package dev.understudy.compare.metric;

import dev.understudy.pair.Leg;

/** The share of requests that a model did not answer in time. */
record TimeoutRate() implements LegMetric {
    @Override
    public String name() {
        return "timeout_rate";
    }

    @Override
    public String unit() {
        return "share";
    }

    @Override
    public Direction better() {
        return Direction.LOWER;
    }

    @Override
    public Purpose purpose() {
        return Purpose.VETO;
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public double value(Subject subject, Events events) {
        return !subject.asked() ? Double.NaN : subject.leg().outcome() == Leg.Outcome.TIMEOUT ? 1 : 0;
    }
}
