package dev.understudy.compare.metric;

/** The share of requests with at least one click, by the arm that was assigned. */
record ClickRate() implements LegMetric {
    @Override
    public String name() {
        return "click_rate";
    }

    @Override
    public String unit() {
        return "share";
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
        return true;
    }

    @Override
    public boolean ofServedOnly() {
        return true;
    }

    @Override
    public double value(Subject subject, Events events) {
        return events.clicked() ? 1 : 0;
    }
}
