package dev.understudy.compare.metric;

import dev.understudy.pair.Leg;

/** How many tokens a model's answer took, reasoning among them. */
record OutputTokens() implements LegMetric {
    @Override
    public String name() {
        return "output_tokens";
    }

    @Override
    public String unit() {
        return "tokens";
    }

    @Override
    public Direction better() {
        return Direction.NONE;
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
        Leg.Tokens tokens = subject.leg().tokens();
        return tokens == null ? Double.NaN : tokens.output();
    }
}
