package dev.understudy.embedding;

import dev.understudy.compare.answer.Answer;

/** What of an answer is text. */
final class Texts {
    private Texts() {}

    /** An answer may say nothing since it only asks for tools: that is no empty text. */
    static boolean has(Answer.Text answer) {
        return !answer.text().isBlank() || answer.details().calls().isEmpty();
    }
}
