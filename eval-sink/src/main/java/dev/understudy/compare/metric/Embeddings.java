package dev.understudy.compare.metric;

import dev.understudy.compare.metric.Metric.Direction;
import dev.understudy.compare.metric.Metric.Purpose;
import dev.understudy.config.Compare.Profile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * How near the meanings of texts are, by a model that turns a text into a vector. What the metrics mean is known here; a jar of
 * its own computes them, with a model in it, when a report asks: it takes milliseconds a text.
 */
public interface Embeddings {
    /** Whose jar that is. */
    String MODULE = "understudy-embedding";

    About SIMILARITY = about(
            "embedding_similarity",
            Direction.HIGHER,
            "How near the meanings of two texts are, in any words: a paraphrase is near 1, another subject near 0.",
            "cosine of the vectors of both");

    About OF_QUESTION = about(
            "question_embedding_similarity",
            Direction.NONE,
            "How near an answer's meaning is to the question's: far off is off the subject, as near as can be only repeats it.",
            "cosine of the vectors of answer and question");

    About OF_REFERENCE = about(
            "ref_embedding_similarity",
            Direction.HIGHER,
            "How near an answer's meaning is to that of the right one.",
            "cosine of the vectors of answer and reference");

    List<About> ALL = List.of(SIMILARITY, OF_QUESTION, OF_REFERENCE);

    /**
     * Loads the model; from now on the metrics apply.
     *
     * @param percent of the pairs, drawn by their ids: the same pairs every time
     */
    void begin(double percent) throws IOException;

    /** What was done since, in a line for people. */
    String done();

    /** That of the class path. */
    static Optional<Embeddings> find() {
        return ServiceLoader.load(Embeddings.class).findFirst();
    }

    private static About about(String name, Direction better, String means, String formula) {
        return new About(
                name,
                "share",
                better,
                Purpose.INFORMATION,
                means,
                formula + "; only with report --embeddings",
                "all-MiniLM-L6-v2 (Reimers and Gurevych 2019), full precision, mean of the tokens",
                Profile.TEXT,
                Profile.CHAT,
                Profile.RAG);
    }
}
