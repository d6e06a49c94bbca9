package dev.understudy.compare.answer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What two texts share, computed when it is first asked for and then kept. For one thread. */
public final class TextOverlap {
    /** The longest run of words that BLEU counts. */
    public static final int GRAMS = 4;

    private static final int CHRF_GRAMS = 6;
    private static final double CHRF_BETA_SQUARED = 4;

    private final Words reference;
    private final Words other;
    private int @Nullable [] grams;
    private int subsequence = -1;
    private int sharedUnicode = -1;

    public TextOverlap(Words reference, Words other) {
        this.reference = reference;
        this.other = other;
    }

    /** Shared words as SQuAD counts them, as an F; two texts without any are alike. */
    public double tokenF1() {
        return f1(reference.squad(), other.squad(), SharedRuns.symbols(reference.squad(), other.squad()));
    }

    /** The same over words of any script. */
    public double tokenF1Unicode() {
        return f1(reference.unicode(), other.unicode(), sharedUnicode());
    }

    /** The share of the other's words that the reference has too; NaN of no words. */
    public double unicodePrecision() {
        long[] words = other.unicode();
        return words.length == 0 ? Double.NaN : (double) sharedUnicode() / words.length;
    }

    /** The share of the reference's words that the other has too; NaN of no words. */
    public double unicodeRecall() {
        long[] words = reference.unicode();
        return words.length == 0 ? Double.NaN : (double) sharedUnicode() / words.length;
    }

    /** Whether they are the same words as SQuAD sees them. */
    public boolean isSame() {
        return Arrays.equals(reference.squad(), other.squad());
    }

    /** ROUGE-n's F, without stemming. */
    public double rouge(int size) {
        int both = grams()[size - 1];
        int total = count(reference.rouge().length, size) + count(other.rouge().length, size);
        return both == 0 ? 0 : 2.0 * both / total;
    }

    /** ROUGE-L's F over the longest common subsequence. Nothing is not like nothing, as in rouge_score. */
    public double rougeL() {
        if (reference.rouge().length == 0 || other.rouge().length == 0) {
            return 0;
        }
        if (subsequence < 0) {
            subsequence = Subsequence.length(reference.rouge(), other.rouge());
        }
        return 2.0 * subsequence / (reference.rouge().length + other.rouge().length);
    }

    /** Runs of the other's words that the reference has too, each as often as there, by length from 1 to {@value #GRAMS}. */
    public int[] matches() {
        return grams().clone();
    }

    /** How many words ROUGE and BLEU see in the reference. */
    public int referenceWords() {
        return reference.rouge().length;
    }

    /** How many words ROUGE and BLEU see in the other. */
    public int otherWords() {
        return other.rouge().length;
    }

    /**
     * BLEU-4 of this text alone, one added to counts of two words and more (Lin and Och, "ORANGE", 2004, which is NLTK's
     * method 2).
     */
    public double sentenceBleu() {
        int[] matches = grams();
        int words = other.rouge().length;
        if (words == 0 || matches[0] == 0) {
            return 0;
        }
        double logs = Math.log((double) matches[0] / words);
        for (int size = 2; size <= GRAMS; size++) {
            logs += Math.log((matches[size - 1] + 1.0) / (Math.max(1, count(words, size)) + 1.0));
        }
        return brevity(reference.rouge().length, words) * Math.exp(logs / GRAMS);
    }

    /** chrF2 over runs of 1 to 6 characters without white space (Popović, 2015); orders that neither text has are left out. */
    public double chrf() {
        long[] left = reference.inked();
        long[] right = other.inked();
        int[] shared = SharedRuns.of(left, right, CHRF_GRAMS);
        double precision = 0;
        double recall = 0;
        int orders = 0;
        for (int size = 1; size <= CHRF_GRAMS; size++) {
            int ofLeft = count(left.length, size);
            int ofRight = count(right.length, size);
            if (ofLeft > 0 && ofRight > 0) {
                double both = shared[size - 1];
                precision += both / ofRight;
                recall += both / ofLeft;
                orders++;
            }
        }
        if (orders == 0) {
            return left.length == right.length ? 1 : 0;
        }
        precision /= orders;
        recall /= orders;
        return precision + recall == 0
                ? 0
                : (1 + CHRF_BETA_SQUARED) * precision * recall / (CHRF_BETA_SQUARED * precision + recall);
    }

    /** One minus twice the longest common subsequence of characters over the length of both. */
    public double characterDistance() {
        long[] left = reference.characters();
        long[] right = other.characters();
        return 1 - 2.0 * Subsequence.length(left, right) / Math.max(1, left.length + right.length);
    }

    /** BLEU's penalty for what is shorter than its reference. */
    public static double brevity(double reference, double other) {
        return other > reference ? 1 : other == 0 ? 0 : Math.exp(1 - reference / other);
    }

    /** How many runs of a length so many words have. */
    public static int count(int words, int size) {
        return Math.max(0, words - size + 1);
    }

    private int[] grams() {
        if (grams == null) {
            grams = SharedRuns.of(reference.rouge(), other.rouge(), GRAMS);
        }
        return grams;
    }

    private int sharedUnicode() {
        if (sharedUnicode < 0) {
            sharedUnicode = SharedRuns.symbols(reference.unicode(), other.unicode());
        }
        return sharedUnicode;
    }

    private static double f1(long[] left, long[] right, int shared) {
        if (left.length == 0 || right.length == 0) {
            return left.length == right.length ? 1 : 0;
        }
        return 2.0 * shared / (left.length + right.length);
    }
}
