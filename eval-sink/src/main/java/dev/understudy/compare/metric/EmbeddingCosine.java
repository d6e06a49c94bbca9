package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;

/** The cosine of two embeddings of one text. */
record EmbeddingCosine() implements LikenessMetric {
    private static final About ABOUT = new About(
            "embedding_cosine",
            "share",
            Direction.HIGHER,
            Purpose.LIKENESS,
            "The cosine of the angle between the two vectors.",
            "a b / (|a| |b|)",
            "linear algebra",
            Profile.EMBEDDING);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double value(TwoAnswers answers) {
        return answers.legacy() instanceof Answer.Vector left && answers.other() instanceof Answer.Vector right
                ? left.cosine(right)
                : Double.NaN;
    }

    @Override
    public double least() {
        return -1;
    }

    /** Vectors of different sizes are not alike at all. */
    @Override
    public double ofNothing() {
        return 0;
    }
}
