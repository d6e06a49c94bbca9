package dev.understudy.compare.metric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.compare.answer.Answer;
import java.util.Optional;

/** What of an answer is JSON. */
final class Documents {
    private Documents() {}

    static Optional<JsonNode> of(Subject subject) {
        if (subject.answer() instanceof Answer.Json json) {
            return Optional.of(json.document());
        }
        return subject.answer() instanceof Answer.Text text ? text.words().json() : Optional.empty();
    }
}
