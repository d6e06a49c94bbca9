package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;

/** How unsure a model was of its own words. */
record Perplexity() implements LegMetric {
    private static final About ABOUT = new About(
            "perplexity",
            "",
            Direction.NONE,
            Purpose.INFORMATION,
            "How unsure a model was of its own words, where their log-probabilities came back.",
            "mean of exp(-mean logprob)",
            "Jelinek et al. 1977",
            Profile.TEXT,
            Profile.CHAT,
            Profile.RAG);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public boolean binary() {
        return false;
    }

    @Override
    public double value(Subject subject, Observation observation) {
        return subject.answer() instanceof Answer.Text text && text.details().meanLogprob() != null
                ? Math.exp(-text.details().meanLogprob())
                : Double.NaN;
    }
}
