package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Survival;
import dev.understudy.config.Compare.Profile;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How well risks foretell how long it takes.
 *
 * @param horizon at what time those with the event and those without are told apart; 0 takes the median time of the events
 */
record SurvivalFamily(double horizon) implements SetFamily<SurvivalFamily.Case> {
    private static final List<About> METRICS = List.of(
            new About(
                    "c_index",
                    "share",
                    Metric.Direction.HIGHER,
                    Metric.Purpose.INFORMATION,
                    "How likely the one with the higher risk comes first, of two of whom it is known who does; 0.5 is chance.",
                    "right / known pairs; known: the shorter time ends with the event; equal risks are half right",
                    "Harrell et al. 1982, ties as scikit-survival's concordance_index_censored",
                    Profile.SURVIVAL),
            new About(
                    "survival_auc",
                    "share",
                    Metric.Direction.HIGHER,
                    Metric.Purpose.INFORMATION,
                    "How likely one with the event by compare.horizon (else the events' median time) has a higher risk than one"
                            + " without it so far.",
                    "area under the ROC curve at that time, cases weighing 1 / G(their time -), G the chance to be watched"
                            + " (Kaplan-Meier)",
                    "Uno et al. 2007, cumulative and dynamic",
                    Profile.SURVIVAL));

    /** What became of one, and what was foretold. */
    record Case(Survival survival, double risk) {}

    @Override
    public List<About> metrics() {
        return METRICS;
    }

    @Override
    public @Nullable Case row(Subject subject, Observation observation) {
        if (!(subject.answer() instanceof Answer.Risk risk)) {
            return null;
        }
        Survival survival = observation.truth().survival();
        return survival == null ? null : new Case(survival, risk.value());
    }

    @Override
    public Both prepare(List<Case> legacy, List<Case> candidate) {
        double at = horizon > 0 ? horizon : median(legacy, candidate);
        return new Both(scores(legacy, at), scores(candidate, at));
    }

    private static Scores scores(List<Case> cases, double at) {
        double[] times =
                cases.stream().mapToDouble(one -> one.survival().time()).toArray();
        boolean[] events = new boolean[times.length];
        for (int i = 0; i < events.length; i++) {
            events[i] = cases.get(i).survival().event();
        }
        double[] risks = cases.stream().mapToDouble(Case::risk).toArray();
        Concordance concordance = new Concordance(times, events, risks);
        TimedAuc auc = new TimedAuc(times, events, risks, at);
        return weights -> new double[] {concordance.of(weights), auc.of(weights)};
    }

    /** The middle one of all events, of an even number the earlier; so that there are cases, and the same time for both. */
    private static double median(List<Case> legacy, List<Case> candidate) {
        double[] times = Stream.concat(legacy.stream(), candidate.stream())
                .map(Case::survival)
                .filter(Survival::event)
                .mapToDouble(Survival::time)
                .sorted()
                .toArray();
        return times.length == 0 ? 0 : times[(times.length - 1) / 2];
    }
}
