package dev.understudy.compare.metric;

import dev.understudy.pair.Leg;

/** How many tokens a request took at a model, cached ones among them. */
record InputTokens() implements LegMetric {
    @Override
    public String name() {
        return "input_tokens";
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
        return tokens == null ? Double.NaN : tokens.input();
    }
}
