package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a language model answered, in the words of OpenAI's chat completions, completions and responses or Anthropic's
 * messages.
 *
 * @param calls of tools, each a name with its arguments
 * @param refused whether the answer says itself that it is a refusal
 * @param meanLogprob of its tokens; null when they did not come
 */
record Completion(
        String text,
        List<String> calls,
        boolean refused,
        @Nullable Double meanLogprob) {
    /** Where a chat's text stands. */
    static final String CONTENT = "/choices/0/message/content";

    /** Empty for what is none of these. */
    static Optional<Completion> of(JsonNode document) {
        JsonNode choice = document.path("choices").path(0);
        if (choice.path("message").isObject()) {
            return Optional.of(chat(choice));
        }
        if (choice.path("text").isTextual()) {
            return Optional.of(new Completion(
                    choice.path("text").textValue(),
                    List.of(),
                    false,
                    mean(choice.path("logprobs").path("token_logprobs"), "")));
        }
        if (document.path("object").asText().equals("response")
                && document.path("output").isArray()) {
            return Optional.of(response(document.path("output")));
        }
        return document.path("type").asText().equals("message")
                        && document.path("content").isArray()
                ? Optional.of(message(document))
                : Optional.empty();
    }

    Answer.Details details(List<Boolean> passed) {
        return calls.isEmpty() && !refused && meanLogprob == null && passed.isEmpty()
                ? Answer.Details.NONE
                : new Answer.Details(calls, refused, List.of(), List.of(), meanLogprob, passed);
    }

    private static Completion chat(JsonNode choice) {
        JsonNode message = choice.path("message");
        List<String> calls = new ArrayList<>();
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            calls.add(call(function.path("name"), function.path("arguments")));
        }
        JsonNode refusal = message.path("refusal");
        boolean refused = refusal.isTextual() && !refusal.textValue().isEmpty();
        String text = refused ? refusal.textValue() : parts(message.path("content"));
        return new Completion(text, calls, refused, mean(choice.path("logprobs").path("content"), "/logprob"));
    }

    private static Completion response(JsonNode output) {
        StringBuilder text = new StringBuilder();
        List<String> calls = new ArrayList<>();
        boolean refused = false;
        Double logprob = null;
        for (JsonNode item : output) {
            switch (item.path("type").asText()) {
                case "message" -> {
                    for (JsonNode part : item.path("content")) {
                        refused |= part.path("type").asText().equals("refusal");
                        text.append(part.path(part.has("refusal") ? "refusal" : "text")
                                .asText());
                        logprob = logprob == null ? mean(part.path("logprobs"), "/logprob") : logprob;
                    }
                }
                case "function_call" -> calls.add(call(item.path("name"), item.path("arguments")));
                default -> {
                    // reasoning and what tools of the provider did are not the answer
                }
            }
        }
        return new Completion(text.toString(), calls, refused, logprob);
    }

    private static Completion message(JsonNode document) {
        StringBuilder text = new StringBuilder();
        List<String> calls = new ArrayList<>();
        for (JsonNode block : document.path("content")) {
            switch (block.path("type").asText()) {
                case "text" -> text.append(block.path("text").asText());
                case "tool_use" -> calls.add(call(block.path("name"), block.path("input")));
                default -> {
                    // thinking is not the answer
                }
            }
        }
        return new Completion(
                text.toString(), calls, document.path("stop_reason").asText().equals("refusal"), null);
    }

    /** A content that is a string, nothing, or a list of parts. */
    private static String parts(JsonNode content) {
        if (!content.isArray()) {
            return content.isNull() || content.isMissingNode() ? "" : content.asText();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText()));
        return text.toString();
    }

    /** Arguments are compared as JSON, whatever the spaces; with names in order. */
    private static String call(JsonNode name, JsonNode arguments) {
        JsonNode parsed =
                arguments.isTextual() ? Bodies.json(arguments.textValue()).orElse(arguments) : arguments;
        return name.asText() + "(" + Bodies.canonical(parsed) + ")";
    }

    private static @Nullable Double mean(JsonNode list, String pointer) {
        double sum = 0;
        int count = 0;
        for (JsonNode element : list) {
            JsonNode logprob = element.at(pointer);
            if (logprob.isNumber() && logprob.asDouble() <= 0) {
                sum += logprob.asDouble();
                count++;
            }
        }
        return count == 0 ? null : sum / count;
    }
}
