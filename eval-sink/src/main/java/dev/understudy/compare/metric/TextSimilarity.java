package dev.understudy.compare.metric;

import dev.understudy.compare.answer.TextOverlap;
import dev.understudy.config.Compare.Profile;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What two texts have in common, by one of the usual ways to count it. */
record TextSimilarity(About about, ToDoubleFunction<TextOverlap> measure) implements LikenessMetric {
    static final TextSimilarity TOKEN_F1_UNICODE = new TextSimilarity(
            new About(
                    "token_f1_unicode",
                    "share",
                    Direction.HIGHER,
                    Purpose.LIKENESS,
                    "Shared words of two texts in any script.",
                    "2 shared / (words of both), each as often as there",
                    "words by Unicode (UAX 29, its essence); of scripts without spaces each character",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            TextOverlap::tokenF1Unicode);

    static final TextSimilarity TOKEN_F1 = new TextSimilarity(
            new About(
                    "token_f1",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Shared words of two texts, made for English.",
                    "2 shared / (words of both), each as often as there",
                    "SQuAD's evaluation: lower case, no ASCII punctuation, no articles, split at white space",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            TextOverlap::tokenF1);

    static final TextSimilarity EXACT_MATCH = new TextSimilarity(
            new About(
                    "exact_match",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "The share of pairs whose texts are the same, but for capitals, punctuation and articles.",
                    "equal after normalising",
                    "SQuAD's evaluation",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            overlap -> overlap.isSame() ? 1 : 0);

    static final TextSimilarity ROUGE_1 = new TextSimilarity(
            new About(
                    "rouge1",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Shared words of two texts; ASCII words only.",
                    "F1 of single words",
                    "google's rouge_score without stemming: [^a-z0-9]+ splits",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            overlap -> overlap.rouge(1));

    static final TextSimilarity ROUGE_2 = new TextSimilarity(
            new About(
                    "rouge2",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Shared pairs of neighbouring words; ASCII words only.",
                    "F1 of pairs of words",
                    "google's rouge_score without stemming: [^a-z0-9]+ splits",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            overlap -> overlap.rouge(2));

    static final TextSimilarity ROUGE_L = new TextSimilarity(
            new About(
                    "rougeL",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Words that two texts share in order; ASCII words only.",
                    "F1 of the longest common subsequence",
                    "Lin 2004; google's rouge_score without stemming: [^a-z0-9]+ splits",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            TextOverlap::rougeL);

    static final TextSimilarity SENTENCE_BLEU = new TextSimilarity(
            new About(
                    "sentence_bleu",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Shared runs of one to four words; ASCII words only.",
                    "brevity penalty times the geometric mean of precisions, 1 added to counts of two words and more",
                    "Lin and Och 2004; NLTK's smoothing method 2, words as ROUGE",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            TextOverlap::sentenceBleu);

    static final TextSimilarity MISSING_WORDS = new TextSimilarity(
            new About(
                    "missing_words",
                    "share",
                    Direction.LOWER,
                    Purpose.INFORMATION,
                    "The share of legacy's words that the other answer lacks.",
                    "1 - shared / words of legacy",
                    "words by Unicode (UAX 29, its essence)",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            overlap -> 1 - overlap.unicodeRecall());

    static final TextSimilarity EXTRA_WORDS = new TextSimilarity(
            new About(
                    "extra_words",
                    "share",
                    Direction.LOWER,
                    Purpose.INFORMATION,
                    "The share of the other answer's words that legacy's lacks.",
                    "1 - shared / words of the other",
                    "words by Unicode (UAX 29, its essence)",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            overlap -> 1 - overlap.unicodePrecision());

    static final List<LikenessMetric> ALL = List.of(
            TOKEN_F1_UNICODE,
            EXACT_MATCH,
            TOKEN_F1,
            ROUGE_1,
            ROUGE_2,
            ROUGE_L,
            SENTENCE_BLEU,
            MISSING_WORDS,
            EXTRA_WORDS);

    @Override
    public double value(TwoAnswers answers) {
        TextOverlap overlap = answers.texts();
        return overlap == null ? Double.NaN : measure.applyAsDouble(overlap);
    }
}
