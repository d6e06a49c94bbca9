package dev.understudy.compare.statistics;

/** From where to where a figure can be. */
public record Interval(double low, double high) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("interval: " + low + ".." + high + " (expected: low <= high)");
        }
    }

    public static Interval around(double centre, double halfWidth) {
        return new Interval(centre - halfWidth, centre + halfWidth);
    }

    /** The part of it that is possible. */
    public Interval within(double least, double most) {
        return new Interval(Math.max(least, Math.min(most, low)), Math.min(most, Math.max(least, high)));
    }
}
