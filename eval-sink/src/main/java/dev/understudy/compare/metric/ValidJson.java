package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Fault;
import dev.understudy.config.Compare.Profile;
import org.jspecify.annotations.Nullable;

/** Whether an answer is JSON, where it should be: where a schema or keys are asked for, or where legacy's is. */
record ValidJson(boolean required) implements LegMetric {
    private static final About ABOUT = new About(
            "valid_json",
            "share",
            Direction.HIGHER,
            Purpose.VETO,
            "The share of answers that are JSON, where a schema or keys are asked for, or legacy's answer is an object or a list.",
            "JSON / answers that should be",
            "RFC 8259; a fence of Markdown around it is allowed",
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
        if (subject.fault() == Fault.NOT_JSON) {
            return 0;
        }
        if (subject.answer() instanceof Answer.Json) {
            return 1;
        }
        if (!(subject.answer() instanceof Answer.Text text) || !(required || isDocument(observation.legacy()))) {
            return Double.NaN;
        }
        return text.words().json().isPresent() ? 1 : 0;
    }

    private static boolean isDocument(@Nullable Subject legacy) {
        return legacy != null
                && legacy.answer() instanceof Answer.Text text
                && text.words().mayBeDocument()
                && text.words().json().filter(json -> json.isContainerNode()).isPresent();
    }
}
