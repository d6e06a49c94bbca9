package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The ids of passages that were found, and of those that should have been. */
final class ContextIds {
    private ContextIds() {}

    /** Those that the answer names, else those that the client found itself; the first ones, as many as count. */
    static List<String> found(Subject subject, Observation observation) {
        if (!(subject.answer() instanceof Answer.Text text)) {
            return List.of();
        }
        List<String> ids = text.details().contextIds();
        List<String> all = ids.isEmpty() ? observation.truth().contextIds() : ids;
        return all.subList(0, Math.min(all.size(), observation.truth().depth()));
    }

    /** The part of some ids that is among others; NaN when either is empty. */
    static double share(List<String> ids, List<String> among) {
        if (ids.isEmpty() || among.isEmpty()) {
            return Double.NaN;
        }
        Set<String> distinct = new HashSet<>(ids);
        Set<String> both = new HashSet<>(distinct);
        both.retainAll(new HashSet<>(among));
        return (double) both.size() / distinct.size();
    }
}
