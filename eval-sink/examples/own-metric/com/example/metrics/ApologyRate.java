package com.example.metrics;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.metric.About;
import dev.understudy.compare.metric.LegMetric;
import dev.understudy.compare.metric.Observation;
import dev.understudy.compare.metric.Subject;
import dev.understudy.config.Compare.Profile;
import java.util.Locale;

/** The share of text answers that apologise. */
public final class ApologyRate implements LegMetric {
    private static final About ABOUT = new About(
            "apology_rate",
            "share",
            Direction.LOWER,
            Purpose.INFORMATION,
            "The share of answers that apologise.",
            "answers with an apology / answers",
            "our style guide",
            Profile.TEXT,
            Profile.CHAT);

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
        if (!(subject.answer() instanceof Answer.Text text)) {
            return Double.NaN;
        }
        String said = text.text().toLowerCase(Locale.ROOT);
        return said.contains("sorry") || said.contains("apologi") ? 1 : 0;
    }
}
