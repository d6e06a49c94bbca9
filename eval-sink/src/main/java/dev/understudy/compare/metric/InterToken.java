package dev.understudy.compare.metric;

import dev.understudy.pair.Leg;

/** How long a stream took from one content event to the next, in the mean of the answer. */
record InterToken() implements LegMetric {
    @Override
    public String name() {
        return "inter_token_ms";
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public Direction better() {
        return Direction.LOWER;
    }

    @Override
    public Purpose purpose() {
        return Purpose.INFORMATION;
    }

    @Override
    public boolean binary() {
        return false;
    }

    @Override
    public double value(Subject subject, Events events) {
        Leg.InterToken interToken = subject.leg().generation().interToken();
        return interToken == null ? Double.NaN : interToken.mean();
    }
}
