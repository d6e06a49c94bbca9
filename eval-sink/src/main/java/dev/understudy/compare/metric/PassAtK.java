package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;
import java.util.List;

/** How likely at least one of some drawn solutions to a problem passes its tests. */
record PassAtK(About about, int drawn) implements LegMetric {
    static final List<LegMetric> ALL = List.of(of(1), of(10));

    private static PassAtK of(int drawn) {
        return new PassAtK(
                new About(
                        "pass_at_" + drawn,
                        "share",
                        Direction.HIGHER,
                        Purpose.QUALITY,
                        "How likely at least one of " + drawn + " drawn solutions to a problem passes its tests.",
                        "mean over problems of 1 - C(n - c, k) / C(n, k), c of n solutions passed, k = " + drawn,
                        "Chen et al. 2021",
                        Profile.TEXT,
                        Profile.CHAT),
                drawn);
    }

    @Override
    public boolean binary() {
        return false;
    }

    @Override
    public double value(Subject subject, Observation observation) {
        if (!(subject.answer() instanceof Answer.Text text)) {
            return Double.NaN;
        }
        int n = text.details().passed().size();
        long passed =
                text.details().passed().stream().filter(outcome -> outcome).count();
        return n < drawn ? Double.NaN : of(n, (int) passed, drawn);
    }

    static double of(int n, int passed, int drawn) {
        if (n - passed < drawn) {
            return 1;
        }
        double none = 1;
        for (int i = n - passed + 1; i <= n; i++) {
            none *= 1 - (double) drawn / i;
        }
        return 1 - none;
    }
}
