package dev.understudy.gateway.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** What people say in the demo, with what would have been right: the models are never told. */
record Script(List<Question> questions, List<Message> messages) {
    Script {
        questions = List.copyOf(questions);
        messages = List.copyOf(messages);
    }

    /**
     * @param best the id of the document that answers it; what stands before its slash is the topic
     * @param mention a word that a right answer has
     */
    record Question(String text, String best, String mention) {
        boolean isOnTopic(String documentId) {
            return documentId.startsWith(best.substring(0, best.indexOf('/') + 1));
        }
    }

    record Message(String text, String intent) {}

    static Script load() throws IOException {
        return new Script(lines("questions.jsonl", Question.class), lines("messages.jsonl", Message.class));
    }

    private static <T> List<T> lines(String resource, Class<T> type) throws IOException {
        try (InputStream stream = Objects.requireNonNull(Script.class.getResourceAsStream(resource));
                var values = new ObjectMapper().readerFor(type).<T>readValues(stream)) {
            return values.readAll();
        }
    }
}
