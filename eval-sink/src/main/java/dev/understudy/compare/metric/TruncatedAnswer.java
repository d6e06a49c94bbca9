package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** Whether a model stopped because it had no more tokens to spend. */
record TruncatedAnswer() implements LegMetric {
    private static final About ABOUT = new About(
            "truncated_rate",
            "share",
            Direction.LOWER,
            Purpose.VETO,
            "The share of answers that stop because there were no more tokens to spend.",
            "finish reason length or max_tokens / answers with a finish reason",
            "the model's finish_reason, stop_reason or incomplete_details",
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
        boolean isKnown = subject.leg().generation().finishReason() != null && !subject.failed();
        return !isKnown ? Double.NaN : subject.isCutOff() ? 1 : 0;
    }
}
