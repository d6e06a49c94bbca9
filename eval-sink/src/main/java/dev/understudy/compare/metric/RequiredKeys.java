package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;
import dev.understudy.config.Pointer;
import java.util.List;

/** Whether an answer holds everything that the file asks for. */
record RequiredKeys(List<Pointer> keys) implements LegMetric {
    private static final About ABOUT = new About(
            "required_keys",
            "share",
            Direction.HIGHER,
            Purpose.VETO,
            "The share of answers that hold every field of compare.requiredKeys; what is no JSON does not.",
            "complete / answers",
            "RFC 6901",
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
        if (subject.failed() || !subject.answered() || subject.unreadableByUs()) {
            return Double.NaN;
        }
        return Documents.of(subject)
                .map(document ->
                        keys.stream().noneMatch(key -> document.at(key.text()).isMissingNode()) ? 1.0 : 0.0)
                .orElse(0.0);
    }
}
