package dev.understudy.compare;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.ClassName;
import dev.understudy.compare.metric.Observation;
import dev.understudy.compare.metric.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts how the two models ended on the same request: what legacy's became with the candidate, each with an example. */
final class TransitionFigure {
    private static final String ABSENT = "absent";

    private final TreeMap<Ends, Tally> counts =
            new TreeMap<>(Comparator.comparing(Ends::legacy).thenComparing(Ends::candidate));

    private record Ends(String legacy, String candidate) {}

    private record Tally(long count, String example) {
        static Tally plus(Tally a, Tally b) {
            return new Tally(a.count + b.count, a.example.compareTo(b.example) <= 0 ? a.example : b.example);
        }
    }

    void add(Observation observation) {
        String label = observation.truth().label();
        Ends ends = new Ends(end(observation.legacy(), label), end(observation.candidate(), label));
        counts.merge(ends, new Tally(1, observation.pair().id()), Tally::plus);
    }

    void merge(TransitionFigure other) {
        other.counts.forEach((ends, tally) -> counts.merge(ends, tally, Tally::plus));
    }

    List<Report.Transition> result() {
        List<Report.Transition> result = new ArrayList<>();
        counts.forEach((ends, tally) ->
                result.add(new Report.Transition(ends.legacy(), ends.candidate(), tally.count(), tally.example())));
        return result;
    }

    /** One of a closed set, from the wire to the answer. */
    private static String end(@Nullable Subject subject, @Nullable String label) {
        if (subject == null) {
            return ABSENT;
        }
        Integer status = subject.leg().status();
        if (!subject.answered()) {
            return subject.leg().outcome() == dev.understudy.pair.Leg.Outcome.ERROR
                    ? "transport"
                    : subject.leg().outcome().label();
        }
        if (status != null && status >= 400) {
            return status >= 500 ? "status_5xx" : "status_4xx";
        }
        if (subject.fault() != null) {
            return subject.fault().label();
        }
        if (subject.isCutOff()) {
            return "cut_off";
        }
        if (subject.hasDeclined()) {
            return "refused";
        }
        boolean wrong = label != null
                && subject.answer() instanceof Answer.Prediction prediction
                && !prediction.name().equals(ClassName.of(label));
        return wrong ? "wrong_label" : "ok";
    }
}
