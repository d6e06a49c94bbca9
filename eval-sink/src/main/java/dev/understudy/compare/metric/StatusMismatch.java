package dev.understudy.compare.metric;

/** Whether two models gave different statuses. */
record StatusMismatch() implements LikenessMetric {
    private static final About ABOUT = new About(
            "status_mismatch",
            "share",
            Direction.LOWER,
            Purpose.INFORMATION,
            "The share of pairs whose statuses differ, where both models gave one.",
            "different / both gave a status",
            "RFC 9110, section 15");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double value(TwoAnswers answers) {
        return Double.NaN;
    }

    @Override
    public double ofEnds(Subject legacy, Subject other) {
        Integer left = legacy.leg().status();
        Integer right = other.leg().status();
        return left == null || right == null ? Double.NaN : left.equals(right) ? 0 : 1;
    }
}
