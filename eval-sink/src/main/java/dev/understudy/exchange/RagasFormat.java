package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ragas: an {@code EvaluationDataset} as JSON lines, one file a model. One of its datasets holds single turns or conversations,
 * never both, so conversations have files of their own.
 */
record RagasFormat() implements OneModelFormat {
    private static final String CONVERSATIONS = ".conversations.jsonl";

    @Override
    public String name() {
        return "ragas";
    }

    @Override
    public String about() {
        return "Ragas EvaluationDataset, JSON lines, a file a model; joined by line";
    }

    @Override
    public String suffix() {
        return ".jsonl";
    }

    /** A sample has no id. */
    @Override
    public boolean hasIds() {
        return false;
    }

    @Override
    public Answers answers(Target target, String file, Origin origin) throws IOException {
        Target.Lines singles = Target.lines(target, file);
        return new Answers() {
            private Target.@Nullable Lines conversations;

            @Override
            public void add(SideBySide pair, Reply reply) throws IOException {
                ObjectNode sample = sample(pair.question(), reply);
                if (!sample.path("user_input").isArray()) {
                    singles.add(sample);
                    return;
                }
                if (conversations == null) {
                    conversations = Target.lines(target, file.replace(suffix(), CONVERSATIONS));
                }
                conversations.add(sample);
            }

            @Override
            public void close() throws IOException {
                try (singles) {
                    if (conversations != null) {
                        conversations.close();
                    }
                }
            }
        };
    }

    private static ObjectNode sample(Question question, Reply reply) {
        ObjectNode sample = JsonLine.object();
        ArrayNode messages = question.messages();
        boolean isConversation = messages.size() > 1;
        if (isConversation) {
            ArrayNode turns = sample.putArray("user_input");
            messages.forEach(message -> turns.addObject()
                    .put("content", message.path("content").asText())
                    .put("type", type(message.path("role").asText())));
            turns.addObject().put("content", reply.text()).put("type", "ai");
        } else {
            sample.put("user_input", question.text());
            passages(sample, "retrieved", question.contexts());
            passages(sample, "reference", question.referenceContexts());
            sample.put("response", reply.text());
        }
        if (question.reference() != null) {
            sample.put("reference", question.reference());
        }
        return sample;
    }

    private static void passages(ObjectNode sample, String kind, List<Question.Passage> passages) {
        if (passages.isEmpty()) {
            return;
        }
        ArrayNode texts = sample.putArray(kind + "_contexts");
        passages.forEach(passage -> texts.add(passage.text()));
        if (passages.stream().allMatch(passage -> passage.id() != null)) {
            ArrayNode ids = sample.putArray(kind + "_context_ids");
            passages.forEach(passage -> ids.add(Objects.requireNonNull(passage.id())));
        }
    }

    /** A tool's message would need the call that it answers, which is not kept: Ragas refuses one without. */
    private static String type(String role) {
        return role.equals("assistant") ? "ai" : "human";
    }

    @Override
    public void read(List<Path> files, Received received) throws IOException, MalformedRecordException {
        OneModelFormat.super.read(files, received);
        Path legacy = files.get(0).resolve("legacy" + CONVERSATIONS);
        if (Files.exists(legacy)) {
            Path candidate = files.get(0).resolve("candidate" + CONVERSATIONS);
            OneModelFormat.super.read(List.of(legacy, candidate), received);
        }
    }

    @Override
    public void read(Path file, Answered answered) throws IOException {
        JsonLines.inOrder(file, answered::bad, (number, sample) -> {
            JsonNode input = sample.path("user_input");
            boolean isConversation = input.isArray();
            Question question = isConversation
                    ? Question.of("").input(conversation(input))
                    : Question.of(JsonLine.require(sample, "user_input"))
                            .contexts(
                                    Question.passages(
                                            sample.path("retrieved_contexts"), sample.path("retrieved_context_ids")),
                                    Question.passages(
                                            sample.path("reference_contexts"), sample.path("reference_context_ids")));
            String response = isConversation
                    ? input.path(input.size() - 1).path("content").asText()
                    : sample.path("response").isTextual()
                            ? sample.path("response").textValue()
                            : null;
            if (response == null) {
                throw JsonLine.wrong("response", sample.get("response"), "what the model answered");
            }
            answered.add(
                    (isConversation ? "c" : "") + number,
                    question.reference(JsonLine.text(sample, "reference")),
                    Reply.of("", response));
        });
    }

    /** All but the last message, which is the answer. */
    private static ArrayNode conversation(JsonNode turns) {
        ArrayNode messages = JsonLine.array();
        for (int i = 0; i < turns.size() - 1; i++) {
            String role = turns.get(i).path("type").asText().equals("ai") ? "assistant" : "user";
            messages.addObject()
                    .put("role", role)
                    .put("content", turns.get(i).path("content").asText());
        }
        return messages;
    }
}
