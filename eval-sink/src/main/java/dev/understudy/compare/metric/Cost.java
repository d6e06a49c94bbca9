package dev.understudy.compare.metric;

import dev.understudy.pair.Leg;

/** What an answer cost by the model's price, in its currency. */
record Cost() implements LegMetric {
    @Override
    public String name() {
        return "cost";
    }

    @Override
    public String unit() {
        return "currency";
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
        Leg.Cost cost = subject.leg().generation().cost();
        return cost == null ? Double.NaN : cost.amount();
    }
}
