package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** How far the largest probability is from how often it is right. */
record TopCalibrationError() implements ClassMetric {
    private static final About ABOUT = new About(
            "ece10_top",
            "share",
            Direction.LOWER,
            Purpose.INFORMATION,
            "The same for more than two classes, by the probability of the predicted one.",
            "ece10 of the largest probability and of whether it was right",
            "Guo et al. 2017",
            Profile.CLASSIFICATION);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double of(ClassTally tally) {
        ClassSet set = tally.set();
        return set.shares().length == 0
                ? Double.NaN
                : CalibrationError.error(tally, i -> set.scores()[i][set.top(i)], i -> set.labels()[i] == set.top(i));
    }
}
