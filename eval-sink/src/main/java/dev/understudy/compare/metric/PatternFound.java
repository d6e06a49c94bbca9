package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;
import java.util.regex.Pattern;

/** Whether a pattern that the file asks for is found in an answer. */
record PatternFound(Pattern pattern) implements LegMetric {
    private static final About ABOUT = new About(
            "pattern_found",
            "share",
            Direction.HIGHER,
            Purpose.VETO,
            "The share of answers in which the regular expression of compare.pattern is found.",
            "found / answers",
            "java.util.regex",
            Profile.TEXT,
            Profile.CHAT,
            Profile.RAG,
            Profile.JSON);

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
        String text = Texts.of(subject);
        return text == null ? Double.NaN : pattern.matcher(new Patience(text)).find() ? 1 : 0;
    }
}
