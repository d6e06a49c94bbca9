package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.understudy.log.JsonLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What both models were asked, and what is known of a right answer.
 *
 * @param input a text, or a list of messages {@code {role, content}}
 * @param reference a right answer; null when none is known
 * @param contexts what was retrieved for it, in order
 * @param referenceContexts what should have been
 * @param category null when it has none
 * @param metadata what else somebody noted
 * @param own what else a line of plain outputs says, such as {@code label} and {@code qrels}; nobody else has a place for it
 */
public record Question(
        JsonNode input,
        @Nullable String reference,
        List<Passage> contexts,
        List<Passage> referenceContexts,
        @Nullable String category,
        ObjectNode metadata,
        ObjectNode own) {
    public Question {
        contexts = List.copyOf(contexts);
        referenceContexts = List.copyOf(referenceContexts);
    }

    public static Question of(String text) {
        return new Question(
                TextNode.valueOf(text), null, List.of(), List.of(), null, JsonLine.object(), JsonLine.object());
    }

    /** A piece of text that was retrieved; {@code id} is null when it has none. */
    public record Passage(@Nullable String id, String text) {}

    public Question reference(@Nullable String right) {
        return new Question(input, right, contexts, referenceContexts, category, metadata, own);
    }

    public Question category(@Nullable String name) {
        return new Question(input, reference, contexts, referenceContexts, name, metadata, own);
    }

    public Question contexts(List<Passage> retrieved, List<Passage> wanted) {
        return new Question(input, reference, retrieved, wanted, category, metadata, own);
    }

    public Question input(JsonNode textOrMessages) {
        return new Question(textOrMessages, reference, contexts, referenceContexts, category, metadata, own);
    }

    public Question metadata(ObjectNode noted) {
        return new Question(input, reference, contexts, referenceContexts, category, noted, own);
    }

    /** For tools that know texts alone: the text, or what the last message says. */
    public String text() {
        if (!input.isArray()) {
            return input.isTextual() ? input.textValue() : input.toString();
        }
        return input.isEmpty() ? "" : content(input.get(input.size() - 1));
    }

    /** For tools that know messages alone. */
    public ArrayNode messages() {
        ArrayNode messages = JsonLine.array();
        if (input.isArray()) {
            for (JsonNode message : input) {
                messages.addObject()
                        .put("role", message.path("role").asText("user"))
                        .put("content", content(message));
            }
        } else {
            messages.addObject().put("role", "user").put("content", text());
        }
        return messages;
    }

    /** What users said, one turn each. */
    public List<String> userTurns() {
        List<String> turns = new ArrayList<>();
        messages().forEach(message -> {
            if (message.path("role").asText().equals("user")) {
                turns.add(message.path("content").asText());
            }
        });
        return turns;
    }

    public List<String> contextTexts() {
        return contexts.stream().map(Passage::text).toList();
    }

    /** Passages from a list of texts, or of objects with {@code text} or {@code content}, and maybe {@code id}. */
    static List<Passage> passages(JsonNode list) {
        List<Passage> passages = new ArrayList<>();
        for (JsonNode item : list) {
            String text = JsonLine.firstText(item, "text", "content", "page_content");
            passages.add(
                    item.isObject()
                            ? new Passage(JsonLine.firstText(item, "id", "doc_id"), text == null ? "" : text)
                            : new Passage(null, item.asText()));
        }
        return passages;
    }

    /** Passages of texts, with ids where there is one for each. */
    static List<Passage> passages(JsonNode texts, JsonNode ids) {
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            passages.add(new Passage(
                    ids.size() == texts.size() ? ids.get(i).asText() : null,
                    texts.get(i).asText()));
        }
        return passages;
    }

    /** A message's text, also where it is a list of parts. */
    private static String content(JsonNode message) {
        JsonNode content = message.path("content");
        if (!content.isArray()) {
            return content.isValueNode() ? content.asText() : content.toString();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText()));
        return text.toString();
    }
}
