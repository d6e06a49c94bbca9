package dev.understudy.compare.metric;

import dev.understudy.compare.answer.TextOverlap;
import dev.understudy.config.Compare.Profile;
import dev.understudy.pair.Leg;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** BLEU of all texts together: against the right ones, or of the candidate's against legacy's. */
record BleuFamily(About about, boolean isLikeness) implements SetFamily<BleuFamily.Counts> {
    private static final String FORMULA =
            "brevity penalty times the geometric mean of precisions of runs of 1 to 4 words,"
                    + " counts summed over all texts";
    private static final String SOURCE = "Papineni et al. 2002; NLTK's corpus_bleu, unsmoothed, words as ROUGE";

    static final BleuFamily OF_REFERENCE = new BleuFamily(
            new About(
                    "ref_corpus_bleu",
                    "share",
                    Metric.Direction.HIGHER,
                    Metric.Purpose.INFORMATION,
                    "Runs of words that all answers together share with the right ones; ASCII words only.",
                    FORMULA,
                    SOURCE,
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            false);

    static final BleuFamily OF_LEGACY = new BleuFamily(
            new About(
                    "corpus_bleu",
                    "share",
                    Metric.Direction.HIGHER,
                    Metric.Purpose.INFORMATION,
                    "Runs of words that all answers together share with legacy's; ASCII words only.",
                    FORMULA,
                    SOURCE,
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            true);

    /** Of one text: matches by length of the run, and words. */
    @SuppressWarnings("ArrayRecordComponent") // summed and never compared
    record Counts(int[] matches, int referenceWords, int words) {}

    @Override
    public @Nullable Counts row(Subject subject, Observation observation) {
        TextOverlap overlap = isLikeness ? withLegacy(subject, observation) : observation.againstReference(subject);
        return overlap == null ? null : new Counts(overlap.matches(), overlap.referenceWords(), overlap.otherWords());
    }

    @Override
    public List<About> metrics() {
        return List.of(about);
    }

    @Override
    public Both prepare(List<Counts> legacy, List<Counts> candidate) {
        return new Both(weights -> bleu(legacy, weights), weights -> bleu(candidate, weights));
    }

    private static @Nullable TextOverlap withLegacy(Subject subject, Observation observation) {
        TwoAnswers answers =
                subject.leg().role() == Leg.Role.NOISE ? observation.withNoise() : observation.withCandidate();
        return answers == null ? null : answers.texts();
    }

    private static double[] bleu(List<Counts> rows, double[] weights) {
        double[] matches = new double[TextOverlap.GRAMS];
        double[] runs = new double[TextOverlap.GRAMS];
        double reference = 0;
        double words = 0;
        for (int i = 0; i < weights.length; i++) {
            double weight = weights[i];
            if (weight == 0) {
                continue;
            }
            Counts row = rows.get(i);
            for (int size = 1; size <= TextOverlap.GRAMS; size++) {
                matches[size - 1] += weight * row.matches()[size - 1];
                runs[size - 1] += weight * Math.max(1, TextOverlap.count(row.words(), size));
            }
            reference += weight * row.referenceWords();
            words += weight * row.words();
        }
        if (matches[0] == 0) {
            return new double[] {0};
        }
        double logs = 0;
        for (int size = 0; size < TextOverlap.GRAMS; size++) {
            logs += Math.log(matches[size] == 0 ? Double.MIN_NORMAL : matches[size] / runs[size]);
        }
        return new double[] {TextOverlap.brevity(reference, words) * Math.exp(logs / TextOverlap.GRAMS)};
    }
}
