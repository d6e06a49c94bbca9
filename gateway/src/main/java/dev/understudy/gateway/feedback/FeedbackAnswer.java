package dev.understudy.gateway.feedback;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/**
 * What to send back: a status, a JSON body, and perhaps when to try again.
 *
 * @param retryAfterSeconds the value of {@code Retry-After}; empty: no such header
 */
public record FeedbackAnswer(int status, String json, OptionalInt retryAfterSeconds) {
    static FeedbackAnswer accepted(int accepted, int duplicates, int unknown) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("accepted", accepted).put("duplicates", duplicates).put("unknown", unknown);
        return new FeedbackAnswer(202, json.toString(), OptionalInt.empty());
    }

    static FeedbackAnswer tooLarge(int bytes, int bytesMax) {
        return new FeedbackAnswer(
                413,
                error(
                                "too_large",
                                "body: " + bytes + " bytes (expected: at most " + bytesMax
                                        + "); send fewer events at once")
                        .toString(),
                OptionalInt.empty());
    }

    static FeedbackAnswer refused(List<FeedbackProblem> problems) {
        ObjectNode json = error(
                "invalid_feedback",
                problems.size() + (problems.size() == 1 ? " problem" : " problems")
                        + "; no event was taken. Correct them and send all again");
        for (FeedbackProblem problem : problems) {
            ObjectNode entry = json.withArray("problems").addObject();
            if (problem.index() >= 0) {
                entry.put("index", problem.index());
            }
            if (!problem.field().isEmpty()) {
                entry.put("field", problem.field());
            }
            entry.put("message", problem.message());
        }
        return new FeedbackAnswer(400, json.toString(), OptionalInt.empty());
    }

    static FeedbackAnswer sinkBusy(int accepted, int duplicates, int retryAfterSeconds) {
        ObjectNode json = error(
                "sink_unavailable",
                "the log cannot take feedback now; send all again later, what was taken already counts once");
        json.put("accepted", accepted).put("duplicates", duplicates);
        return new FeedbackAnswer(503, json.toString(), OptionalInt.of(retryAfterSeconds));
    }

    public byte[] body() {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode error(String error, String message) {
        return JsonNodeFactory.instance.objectNode().put("error", error).put("message", message);
    }
}
