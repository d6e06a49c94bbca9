package dev.understudy.config;

/** A share between nothing (0) and everything (100). */
public record Percent(double value) {
    public static final Percent NONE = new Percent(0);
    public static final Percent ALL = new Percent(100);

    public Percent {
        if (!(value >= 0 && value <= 100)) {
            throw new IllegalArgumentException("percent: " + value + " (expected: 0..100)");
        }
    }

    /** The same between 0 and 1. */
    public double share() {
        return value / 100;
    }

    @Override
    public String toString() {
        return (value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value)) + " %";
    }
}
