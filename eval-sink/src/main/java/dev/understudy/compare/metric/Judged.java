package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list of which it is known how relevant its items are.
 *
 * @param grades of the list's items, in its order; 0 for what was not judged
 * @param ideal the grades of all that was judged, the best first
 * @param relevant how many items are relevant at all
 * @param depth how many of the first items count
 */
@SuppressWarnings("ArrayRecordComponent") // made and used at once, never compared
record Judged(double[] grades, double[] ideal, int relevant, int depth) {
    /** Null where nobody said what is relevant, or the model was not asked; one that gave no usable list listed nothing. */
    static @Nullable Judged of(Subject subject, Observation observation) {
        Answer answer = subject.answer();
        if (!(answer instanceof Answer.Ranking) && !subject.foundNothing()) {
            return null;
        }
        Map<String, Double> relevance = observation.truth().relevance();
        if (relevance.isEmpty()) {
            return null;
        }
        List<String> ids = answer instanceof Answer.Ranking ranking ? ranking.ids() : List.of();
        return of(relevance, ids, observation.truth().depth());
    }

    static Judged of(Map<String, Double> relevance, List<String> ids, int depth) {
        return new Judged(
                ids.stream().mapToDouble(id -> relevance.getOrDefault(id, 0.0)).toArray(),
                relevance.values().stream()
                        .sorted(Comparator.reverseOrder())
                        .mapToDouble(Double::doubleValue)
                        .toArray(),
                (int) relevance.values().stream().filter(grade -> grade > 0).count(),
                depth);
    }

    /** Relevant items among the first. */
    int found() {
        int found = 0;
        for (int i = 0; i < Math.min(depth, grades.length); i++) {
            found += grades[i] > 0 ? 1 : 0;
        }
        return found;
    }
}
