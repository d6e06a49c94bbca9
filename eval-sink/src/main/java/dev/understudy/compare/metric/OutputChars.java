package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;

/** How long a text answer is, in Unicode characters. */
record OutputChars() implements LegMetric {
    private static final About ABOUT = new About(
            "output_chars",
            "characters",
            Direction.NONE,
            Purpose.INFORMATION,
            "How long a text answer is.",
            "mean of Unicode code points",
            "Unicode",
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
        return subject.answer() instanceof Answer.Text text ? text.words().length() : Double.NaN;
    }
}
