package dev.understudy.compare.metric;

/** The share of requests that a model was asked and did not answer: error, timeout, or a status of 400 or more. */
record ErrorRate() implements LegMetric {
    @Override
    public String name() {
        return "error_rate";
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
        return Purpose.GUARDRAIL;
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public double value(Subject subject, Events events) {
        return !subject.asked() ? Double.NaN : subject.failed() ? 1 : 0;
    }
}
