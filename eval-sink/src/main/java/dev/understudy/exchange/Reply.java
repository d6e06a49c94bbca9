package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * What one model answered, as other tools can hold it.
 *
 * @param output a text, or JSON where the answer is a prediction, a ranking or a document; null when there is none
 * @param error why there is none; null otherwise
 * @param latencyMs until the last byte; null when unknown, as is all else
 */
public record Reply(
        String model,
        @Nullable JsonNode output,
        @Nullable String error,
        @Nullable Double firstTokenMs,
        @Nullable Double latencyMs,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        @Nullable Double cost,
        @Nullable String finishReason) {

    /** A text and no more. */
    public static Reply of(String model, String text) {
        return of(model, TextNode.valueOf(text));
    }

    public static Reply of(String model, JsonNode output) {
        return new Reply(model, output, null, null, null, null, null, null, null);
    }

    public static Reply failed(String model, String error) {
        return new Reply(model, null, error, null, null, null, null, null, null);
    }

    /** For tools that know texts alone; empty without an answer. */
    public String text() {
        return output == null ? "" : output.isTextual() ? output.textValue() : output.toString();
    }

    public Reply tokens(@Nullable Long input, @Nullable Long generated) {
        return new Reply(model, output, error, firstTokenMs, latencyMs, input, generated, cost, finishReason);
    }

    public Reply took(@Nullable Double firstToken, @Nullable Double total) {
        return new Reply(model, output, error, firstToken, total, inputTokens, outputTokens, cost, finishReason);
    }

    public Reply costing(@Nullable Double amount) {
        return new Reply(
                model, output, error, firstTokenMs, latencyMs, inputTokens, outputTokens, amount, finishReason);
    }

    public Reply finishing(@Nullable String reason) {
        return new Reply(model, output, error, firstTokenMs, latencyMs, inputTokens, outputTokens, cost, reason);
    }
}
