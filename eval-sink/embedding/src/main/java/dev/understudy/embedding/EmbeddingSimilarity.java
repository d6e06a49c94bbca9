package dev.understudy.embedding;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.metric.About;
import dev.understudy.compare.metric.Embeddings;
import dev.understudy.compare.metric.LikenessMetric;
import dev.understudy.compare.metric.TwoAnswers;

/** How near the meanings of two answers are. */
public final class EmbeddingSimilarity implements LikenessMetric {
    @Override
    public About about() {
        return Embeddings.SIMILARITY;
    }

    /** Answers that only ask for tools have no text. */
    @Override
    public double value(TwoAnswers answers) {
        return answers.legacy() instanceof Answer.Text left
                        && answers.other() instanceof Answer.Text right
                        && Texts.has(left)
                        && Texts.has(right)
                ? MiniLmEmbeddings.of(answers.hash(), vectors -> vectors.cosine(left.text(), right.text()))
                : Double.NaN;
    }

    @Override
    public double least() {
        return -1;
    }

    @Override
    public double ofNothing() {
        return 0;
    }
}
