package dev.understudy.compare.metric;

import dev.understudy.compare.answer.TextOverlap;
import dev.understudy.config.Compare.Profile;
import dev.understudy.pair.Leg;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** BLEU of all texts together: against the right ones, or of the candidate's against legacy's. */
record BleuFamily(About about, boolean isLikeness) implements SetFamily<BleuFamily.Counts> {
    private static final int REFERENCE = 2 * TextOverlap.GRAMS;
    private static final int WORDS = REFERENCE + 1;
    private static final int COLUMNS = WORDS + 1;
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
                            Profile.RAG)
                    .inFamily(AgainstReference.FAMILY),
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
        double[] ofLegacy = columns(legacy);
        double[] ofCandidate = columns(candidate);
        return new Both(weights -> bleu(ofLegacy, weights), weights -> bleu(ofCandidate, weights));
    }

    private static @Nullable TextOverlap withLegacy(Subject subject, Observation observation) {
        TwoAnswers answers =
                subject.leg().role() == Leg.Role.NOISE ? observation.withNoise() : observation.withCandidate();
        return answers == null ? null : answers.texts();
    }

    /** Row after row: matches, runs, and words of the reference and of the other, which is looked at for every replicate. */
    private static double[] columns(List<Counts> rows) {
        double[] columns = new double[rows.size() * COLUMNS];
        int at = 0;
        for (Counts row : rows) {
            for (int size = 1; size <= TextOverlap.GRAMS; size++) {
                columns[at + size - 1] = row.matches()[size - 1];
                columns[at + TextOverlap.GRAMS + size - 1] = Math.max(1, TextOverlap.count(row.words(), size));
            }
            columns[at + REFERENCE] = row.referenceWords();
            columns[at + WORDS] = row.words();
            at += COLUMNS;
        }
        return columns;
    }

    private static double[] bleu(double[] rows, double[] weights) {
        double[] sums = new double[COLUMNS];
        for (int i = 0; i < weights.length; i++) {
            double weight = weights[i];
            if (weight != 0) {
                int at = i * COLUMNS;
                for (int column = 0; column < COLUMNS; column++) {
                    sums[column] += weight * rows[at + column];
                }
            }
        }
        if (sums[0] == 0) {
            return new double[] {0};
        }
        double logs = 0;
        for (int size = 0; size < TextOverlap.GRAMS; size++) {
            double matches = sums[size];
            logs += Math.log(matches == 0 ? Double.MIN_NORMAL : matches / sums[TextOverlap.GRAMS + size]);
        }
        return new double[] {TextOverlap.brevity(sums[REFERENCE], sums[WORDS]) * Math.exp(logs / TextOverlap.GRAMS)};
    }
}
