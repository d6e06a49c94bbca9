package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import org.jspecify.annotations.Nullable;

/** What of an answer a person could read. */
final class Texts {
    private Texts() {}

    /** Null for what is neither text nor JSON. */
    static @Nullable String of(Subject subject) {
        Answer answer = subject.answer();
        if (answer instanceof Answer.Text text) {
            return text.details().calls().isEmpty() ? text.text() : text.display();
        }
        return answer instanceof Answer.Json json ? json.document().toString() : null;
    }
}
