package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;

/** Whether a text answer is blank and asks for no tool either. */
record EmptyAnswer() implements LegMetric {
    private static final About ABOUT = new About(
            "empty_rate",
            "share",
            Direction.LOWER,
            Purpose.VETO,
            "The share of text answers that are blank and ask for no tool either.",
            "blank / answers",
            "this page",
            Profile.TEXT,
            Profile.CHAT,
            Profile.RAG);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public double value(Subject subject, Observation observation) {
        return subject.answer() instanceof Answer.Text text
                ? text.text().isBlank() && text.details().calls().isEmpty() ? 1 : 0
                : Double.NaN;
    }
}
