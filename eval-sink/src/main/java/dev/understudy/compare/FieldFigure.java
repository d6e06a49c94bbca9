package dev.understudy.compare;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.JsonDifferences;
import dev.understudy.compare.metric.Observation;
import dev.understudy.compare.metric.Subject;
import dev.understudy.compare.statistics.HashSample;
import dev.understudy.compare.statistics.Holm;
import dev.understudy.compare.statistics.SignTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts in which fields JSON answers differ, between the models and between legacy's own two answers. Noise is cancelled
 * as Diffy does it, by comparing both counts; here with an exact test on requests that have all three answers.
 */
final class FieldFigure {
    /** Fields that are told apart. With more, a fixed choice among them is, whatever the order. */
    static final int FIELDS_MAX = 1000;

    private static final double CLEAR = 0.05;

    private final JsonDifferences differences;
    private final HashSample<Counts> counts = new HashSample<>(FIELDS_MAX);
    private long pairs;
    private long twins;

    /**
     * Of one field.
     *
     * @param differs all pairs; the others are of pairs with a second legacy answer
     * @param onlyCandidate the candidate differs and the second answer does not
     */
    private record Counts(
            String field, long differs, long withTwin, long noise, long onlyCandidate, long onlyNoise, String example) {
        static Counts plus(Counts a, Counts b) {
            String example = a.example.isEmpty()
                    ? b.example
                    : b.example.isEmpty() || a.example.compareTo(b.example) <= 0 ? a.example : b.example;
            return new Counts(
                    a.field,
                    a.differs + b.differs,
                    a.withTwin + b.withTwin,
                    a.noise + b.noise,
                    a.onlyCandidate + b.onlyCandidate,
                    a.onlyNoise + b.onlyNoise,
                    example);
        }
    }

    FieldFigure(JsonDifferences differences) {
        this.differences = differences;
    }

    /** How many fields differ between the models; 0 for what is not JSON. */
    int add(Observation observation) {
        Answer.Json legacy = json(observation.legacy());
        Answer.Json candidate = json(observation.candidate());
        if (legacy == null || candidate == null) {
            return 0;
        }
        pairs++;
        Set<String> raw = differences.between(legacy.document(), candidate.document());
        Answer.Json twin = json(observation.noise());
        Set<String> noise = twin == null ? Set.of() : differences.between(legacy.document(), twin.document());
        twins += twin == null ? 0 : 1;
        String id = observation.pair().id();
        for (String field : raw) {
            boolean both = noise.contains(field);
            long paired = twin == null ? 0 : 1;
            count(new Counts(field, 1, paired, both ? 1 : 0, both ? 0 : paired, 0, id));
        }
        for (String field : noise) {
            if (!raw.contains(field)) {
                count(new Counts(field, 0, 0, 1, 0, 1, ""));
            }
        }
        return raw.size();
    }

    void merge(FieldFigure other) {
        counts.merge(other.counts, Counts::plus);
        pairs += other.pairs;
        twins += other.twins;
    }

    Report.Fields result() {
        List<Counts> found = new ArrayList<>(counts.values());
        double[] adjusted = Holm.adjust(found.stream()
                .map(count -> SignTest.p(count.onlyCandidate(), count.onlyNoise()))
                .toList());
        List<Report.Field> fields = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            fields.add(field(found.get(i), adjusted[i]));
        }
        fields.sort(Comparator.comparing(Report.Field::excess)
                .thenComparing(Report.Field::differs)
                .reversed()
                .thenComparing(Report.Field::field));
        return new Report.Fields(pairs, twins, List.copyOf(fields), counts.full());
    }

    private Report.Field field(Counts count, double p) {
        if (twins == 0) {
            double raw = (double) count.differs() / pairs;
            return new Report.Field(count.field(), count.differs(), raw, null, raw, null, false, count.example());
        }
        double raw = (double) count.withTwin() / twins;
        double noise = (double) count.noise() / twins;
        double excess = noise == 1 ? 0 : (raw - noise) / (1 - noise);
        boolean clear = p < CLEAR && raw > noise;
        return new Report.Field(count.field(), count.differs(), raw, noise, excess, p, clear, count.example());
    }

    private void count(Counts one) {
        counts.put(HashSample.Key.of(one.field()), one, Counts::plus);
    }

    private static Answer.@Nullable Json json(@Nullable Subject subject) {
        return subject != null && subject.answer() instanceof Answer.Json json ? json : null;
    }
}
