package dev.understudy.compare.metric;

import com.networknt.schema.Schema;
import dev.understudy.config.Compare.Profile;

/** Whether an answer follows the JSON Schema that the file asks for. */
record ValidSchema(Schema schema) implements LegMetric {
    private static final About ABOUT = new About(
            "valid_schema",
            "share",
            Direction.HIGHER,
            Purpose.VETO,
            "The share of answers that follow the JSON Schema of compare.schema; what is no JSON does not.",
            "valid / answers",
            "JSON Schema 2020-12, by networknt",
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
                .map(document -> schema.validate(document).isEmpty() ? 1.0 : 0.0)
                .orElse(0.0);
    }
}
