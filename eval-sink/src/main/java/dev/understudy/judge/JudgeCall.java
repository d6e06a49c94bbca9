package dev.understudy.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.ask.Asker;
import dev.understudy.config.Judge;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One question to a judge over OpenAI's chat completions, and what it said. Any number of threads may use it. */
final class JudgeCall {
    private final Judge judge;
    private final Asker asker;
    private final URI uri;

    JudgeCall(Judge judge, Duration firstPause) {
        this.judge = judge;
        asker = new Asker(judge.timeout(), judge.retries(), firstPause);
        uri = URI.create(judge.url().toString().replaceAll("/+$", "") + "/chat/completions");
    }

    /**
     * @param text empty when {@code error} is not
     * @param error why there is none; empty when there is
     */
    record Said(String text, String error, int calls, long inputTokens, long outputTokens) {}

    Said ask(String prompt) throws IOException, InterruptedException {
        ObjectNode body = JsonLine.object().put("model", judge.model());
        body.put("temperature", judge.temperature()).put("max_tokens", judge.maxTokens());
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        Map<String, String> headers = new HashMap<>(Map.of("content-type", "application/json"));
        if (judge.bearer().isPresent()) {
            headers.put("authorization", "Bearer " + judge.bearer().get().read());
        }
        Asker.Outcome outcome = asker.ask(new Asker.Question("POST", uri, headers, JsonLine.bytes(body)));
        if (outcome instanceof Asker.Outcome.Failed failed) {
            return new Said("", failed.cause() + ": " + failed.detail(), failed.attempts(), 0, 0);
        }
        return said((Asker.Outcome.Answered) outcome);
    }

    private static Said said(Asker.Outcome.Answered answered) {
        String raw = new String(answered.body(), StandardCharsets.UTF_8);
        if (!answered.isGood()) {
            return new Said("", "status " + answered.status() + ": " + cut(raw), answered.attempts(), 0, 0);
        }
        JsonNode json;
        try {
            json = JsonLine.read(answered.body());
        } catch (MalformedRecordException e) {
            return new Said("", e.getMessage() + ": " + cut(raw), answered.attempts(), 0, 0);
        }
        JsonNode usage = json.path("usage");
        long input = usage.path("prompt_tokens").asLong();
        long output = usage.path("completion_tokens").asLong();
        JsonNode content = json.path("choices").path(0).path("message").path("content");
        return content.isTextual()
                ? new Said(content.textValue(), "", answered.attempts(), input, output)
                : new Said("", "no choices[0].message.content: " + cut(raw), answered.attempts(), input, output);
    }

    private static String cut(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
