package dev.understudy.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** {@code POST /v1/chat/completions} in OpenAI's shape, whole or streamed: answers the last question from the corpus. */
record ChatEndpoint(Corpus corpus, MiniLm model, Clock clock) implements Endpoint {
    /** Below this similarity nothing in the corpus is about the question. */
    private static final double RELEVANT = 0.25;

    /** A second document that is nearly as good as the first is pointed to. */
    private static final double NEARLY = 0.06;

    private static final int WORDS_MAX = 4_096;

    @Override
    public Answer answer(Fields fields) throws BadRequestException {
        String name = fields.text("model");
        String question = question(fields.body().path("messages"));
        fields.integer("n", 1, 1, 1);
        int wordsMax = fields.integer(
                "max_completion_tokens", fields.integer("max_tokens", WORDS_MAX, 1, WORDS_MAX), 1, WORDS_MAX);
        boolean streamed = fields.flag(fields.body(), "stream");
        boolean usageAsked = fields.flag(fields.body().path("stream_options"), "include_usage");

        List<String> words = List.of(reply(question).split("(?<= )"));
        Completion completion = new Completion(
                "chatcmpl-" + UUID.randomUUID().toString().replace("-", ""),
                clock.instant().getEpochSecond(),
                name,
                words.subList(0, Math.min(wordsMax, words.size())),
                words.size() > wordsMax ? "length" : "stop",
                model.tokens(question));
        return streamed ? new Answer.Events(chunks(completion, usageAsked)) : new Answer.Whole(whole(completion));
    }

    private static String question(JsonNode messages) throws BadRequestException {
        if (!messages.isArray() || messages.isEmpty()) {
            throw BadRequestException.of("messages", Fields.shown(messages), "a list with at least one message");
        }
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).path("role").asText().equals("user")) {
                return content("messages[" + i + "].content", messages.get(i).path("content"));
            }
        }
        throw BadRequestException.of("messages", "none of role user", "a question to answer");
    }

    private static String content(String field, JsonNode content) throws BadRequestException {
        if (!content.isArray()) {
            return Fields.text(field, content);
        }
        List<String> parts = new ArrayList<>();
        for (JsonNode part : content) {
            if (!part.path("type").asText().equals("text")) {
                throw BadRequestException.of(field, Fields.shown(part), "parts of type text");
            }
            parts.add(Fields.text(field, part.path("text")));
        }
        return Fields.text(field, Json.MAPPER.getNodeFactory().textNode(String.join("\n", parts)));
    }

    private String reply(String question) {
        List<Corpus.Hit> hits = corpus.search(question, 2);
        Corpus.Hit best = hits.get(0);
        Corpus.Hit second = hits.get(1);
        if (best.score() < RELEVANT) {
            return "The guide says nothing about that. Try other words.";
        }
        return best.document().text()
                + (best.score() - second.score() < NEARLY
                        ? " See also: " + second.document().title() + "."
                        : "");
    }

    private ObjectNode whole(Completion completion) {
        ObjectNode answer = completion.envelope("chat.completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", String.join("", completion.words));
        choice.put("finish_reason", completion.finish);
        answer.set("usage", usage(completion));
        return answer;
    }

    private List<JsonNode> chunks(Completion completion, boolean usageAsked) {
        List<ObjectNode> chunks = new ArrayList<>();
        chunks.add(chunk(completion, delta("role", "assistant").put("content", "")));
        completion.words.forEach(word -> chunks.add(chunk(completion, delta("content", word))));
        ObjectNode last = chunk(completion, Json.MAPPER.createObjectNode());
        ((ObjectNode) last.at("/choices/0")).put("finish_reason", completion.finish);
        chunks.add(last);
        if (usageAsked) {
            chunks.forEach(chunk -> chunk.putNull("usage"));
            ObjectNode summary = completion.envelope("chat.completion.chunk");
            summary.putArray("choices");
            summary.set("usage", usage(completion));
            chunks.add(summary);
        }
        return List.copyOf(chunks);
    }

    private static ObjectNode delta(String field, String value) {
        return Json.MAPPER.createObjectNode().put(field, value);
    }

    private static ObjectNode chunk(Completion completion, ObjectNode delta) {
        ObjectNode chunk = completion.envelope("chat.completion.chunk");
        ArrayNode choices = chunk.putArray("choices");
        choices.addObject().put("index", 0).<ObjectNode>set("delta", delta).putNull("finish_reason");
        return chunk;
    }

    private ObjectNode usage(Completion completion) {
        int output = model.tokens(String.join("", completion.words));
        return Json.MAPPER
                .createObjectNode()
                .put("prompt_tokens", completion.promptTokens)
                .put("completion_tokens", output)
                .put("total_tokens", completion.promptTokens + output);
    }

    /** @param words with the space after each */
    private record Completion(
            String id, long created, String model, List<String> words, String finish, int promptTokens) {
        ObjectNode envelope(String kind) {
            return Json.MAPPER
                    .createObjectNode()
                    .put("id", id)
                    .put("object", kind)
                    .put("created", created)
                    .put("model", model);
        }
    }
}
