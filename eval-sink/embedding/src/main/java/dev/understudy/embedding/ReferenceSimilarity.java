package dev.understudy.embedding;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.metric.About;
import dev.understudy.compare.metric.Embeddings;
import dev.understudy.compare.metric.LegMetric;
import dev.understudy.compare.metric.Observation;
import dev.understudy.compare.metric.Subject;

/** How near an answer's meaning is to that of the right one; a model that failed has none. */
public final class ReferenceSimilarity implements LegMetric {
    @Override
    public About about() {
        return Embeddings.OF_REFERENCE;
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
        Answer.Text reference = observation.truth().reference();
        if (reference == null) {
            return Double.NaN;
        }
        if (subject.answer() instanceof Answer.Text answer) {
            return MiniLmEmbeddings.of(observation.hash(), vectors -> vectors.cosine(answer.text(), reference.text()));
        }
        return subject.failed() ? MiniLmEmbeddings.of(observation.hash(), vectors -> 0) : Double.NaN;
    }
}
