package dev.understudy.embedding;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.metric.About;
import dev.understudy.compare.metric.Embeddings;
import dev.understudy.compare.metric.LegMetric;
import dev.understudy.compare.metric.Observation;
import dev.understudy.compare.metric.Subject;
import dev.understudy.exchange.SideBySide;

/** How near an answer's meaning is to the question's. */
public final class QuestionSimilarity implements LegMetric {
    @Override
    public About about() {
        return Embeddings.OF_QUESTION;
    }

    @Override
    public boolean binary() {
        return false;
    }

    /** A cosine may be below 0. */
    @Override
    public boolean isWithinOne() {
        return false;
    }

    @Override
    public double value(Subject subject, Observation observation) {
        if (!(subject.answer() instanceof Answer.Text answer) || !Texts.has(answer)) {
            return Double.NaN;
        }
        return MiniLmEmbeddings.of(observation.hash(), vectors -> {
            String question = SideBySide.question(observation.pair()).text();
            return question.isBlank() ? Double.NaN : vectors.cosine(answer.text(), question);
        });
    }
}
