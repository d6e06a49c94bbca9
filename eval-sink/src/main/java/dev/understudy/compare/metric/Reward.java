package dev.understudy.compare.metric;

/** The sum of the rewards on a request that has any, by the arm that was assigned. */
record Reward() implements LegMetric {
    @Override
    public String name() {
        return "reward";
    }

    @Override
    public String unit() {
        return "points";
    }

    @Override
    public Direction better() {
        return Direction.HIGHER;
    }

    @Override
    public Purpose purpose() {
        return Purpose.QUALITY;
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
    public double value(Subject subject, Events events) {
        return events.reward();
    }
}
