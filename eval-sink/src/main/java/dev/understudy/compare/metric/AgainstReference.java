package dev.understudy.compare.metric;

import dev.understudy.compare.answer.TextOverlap;
import dev.understudy.config.Compare.Profile;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a text has in common with the text that would have been right, by one of the usual ways to count it; a model that failed has nothing. */
record AgainstReference(About about, ToDoubleFunction<TextOverlap> measure) implements LegMetric {
    /** Of all that is held against a text that would have been right. */
    static final String FAMILY = "reference";

    static final AgainstReference TOKEN_F1_UNICODE = new AgainstReference(
            new About(
                    "ref_token_f1_unicode",
                    "share",
                    Direction.HIGHER,
                    Purpose.QUALITY,
                    "Words that an answer shares with the right one, in any script.",
                    "2 shared / (words of both), each as often as there",
                    "words by Unicode (UAX 29, its essence); of scripts without spaces each character",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            TextOverlap::tokenF1Unicode);

    static final AgainstReference EXACT_MATCH = new AgainstReference(
            new About(
                    "ref_exact_match",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "The share of answers that are the right one, but for capitals, punctuation and articles.",
                    "equal after normalising",
                    "SQuAD's evaluation",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            overlap -> overlap.isSame() ? 1 : 0);

    static final AgainstReference TOKEN_F1 = new AgainstReference(
            new About(
                    "ref_token_f1",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Words that an answer shares with the right one, made for English.",
                    "2 shared / (words of both), each as often as there",
                    "SQuAD's evaluation",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            TextOverlap::tokenF1);

    static final AgainstReference ROUGE_1 = new AgainstReference(
            new About(
                    "ref_rouge1",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Words that an answer shares with the right one; ASCII words only.",
                    "F1 of single words",
                    "google's rouge_score without stemming",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            overlap -> overlap.rouge(1));

    static final AgainstReference ROUGE_2 = new AgainstReference(
            new About(
                    "ref_rouge2",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Pairs of words that an answer shares with the right one; ASCII words only.",
                    "F1 of pairs of words",
                    "google's rouge_score without stemming",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            overlap -> overlap.rouge(2));

    static final AgainstReference ROUGE_L = new AgainstReference(
            new About(
                    "ref_rougeL",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Words that an answer shares in order with the right one; ASCII words only.",
                    "F1 of the longest common subsequence",
                    "google's rouge_score without stemming",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            TextOverlap::rougeL);

    static final AgainstReference SENTENCE_BLEU = new AgainstReference(
            new About(
                    "ref_sentence_bleu",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Runs of one to four words that an answer shares with the right one; ASCII words only.",
                    "brevity penalty times the geometric mean of precisions, 1 added to counts of two words and more",
                    "Lin and Och 2004; NLTK's smoothing method 2",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            TextOverlap::sentenceBleu);

    static final AgainstReference CHRF = new AgainstReference(
            new About(
                    "ref_chrf",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "Runs of one to six characters that an answer shares with the right one, in any script.",
                    "F2 of the mean precision and recall over runs of 1 to 6 characters without white space",
                    "Popović 2015, chrF2",
                    Profile.TEXT,
                    Profile.CHAT,
                    Profile.RAG),
            TextOverlap::chrf);

    static final List<LegMetric> ALL =
            List.of(TOKEN_F1_UNICODE, EXACT_MATCH, TOKEN_F1, ROUGE_1, ROUGE_2, ROUGE_L, SENTENCE_BLEU, CHRF);

    AgainstReference {
        about = about.inFamily(FAMILY);
    }

    @Override
    public boolean binary() {
        return name().equals(EXACT_MATCH.name());
    }

    @Override
    public double value(Subject subject, Observation observation) {
        TextOverlap overlap = observation.againstReference(subject);
        if (overlap != null) {
            return measure.applyAsDouble(overlap);
        }
        return subject.foundNothing() && observation.truth().reference() != null ? 0 : Double.NaN;
    }
}
