package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Extracted;
import dev.understudy.compare.answer.Extractor;
import dev.understudy.judge.Judgment;
import dev.understudy.judge.Vote;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.Body;
import dev.understudy.pair.ContentCoding;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PlainBody;
import dev.understudy.pair.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pair as other tools know it: a question, and what two models answered.
 *
 * @param id as the tool is told it; what was imported keeps its own
 * @param pairId as the log has it
 * @param legacy null when it was not asked, or was left out; likewise {@code candidate} and {@code twin}, which is
 *     legacy's second answer
 */
public record SideBySide(
        String id,
        String pairId,
        String route,
        Instant time,
        Question question,
        @Nullable Reply legacy,
        @Nullable Reply candidate,
        @Nullable Reply twin,
        Said said) {
    /** Written into pairs that come from somebody's file, instead of a gateway's. */
    public static final String IMPORTED = "import";

    private static final Map<String, String> JSON = Map.of("content-type", "application/json");
    private static final List<String> INPUTS =
            List.of("messages", "input", "prompt", "query", "question", "user_input", "text", "inputs");

    /** Of a line of plain outputs, what a {@link Question} knows by itself, and what was said about its answers. */
    private static final Set<String> ASKED = Stream.concat(
                    INPUTS.stream(),
                    Stream.of(
                            "pair_id",
                            "slice",
                            "category",
                            "reference",
                            "expected",
                            "ideal",
                            "contexts",
                            "reference_contexts",
                            "metadata",
                            "judge",
                            "votes"))
            .collect(Collectors.toSet());

    /** What judges and people said about it. */
    public record Said(List<Judgment> judgments, List<Vote> votes) {
        public static final Said NOTHING = new Said(List.of(), List.of());

        public Said {
            judgments = List.copyOf(judgments);
            votes = List.copyOf(votes);
        }
    }

    /** Both parts of the same question, from two files. */
    SideBySide with(SideBySide other) {
        return new SideBySide(
                id,
                pairId,
                route,
                time,
                question,
                legacy == null ? other.legacy : legacy,
                candidate == null ? other.candidate : candidate,
                twin == null ? other.twin : twin,
                said);
    }

    /** @param pair with all its feedback */
    public static SideBySide of(Pair pair, Said said) {
        JsonNode body = body(pair.request());
        String imported = pair.revision().equals(IMPORTED) ? JsonLine.text(body, "pair_id") : null;
        return new SideBySide(
                imported == null ? pair.id() : imported,
                pair.id(),
                pair.route(),
                pair.time(),
                question(body, pair),
                reply(pair, Leg.Role.LEGACY),
                reply(pair, Leg.Role.CANDIDATE),
                reply(pair, Leg.Role.NOISE),
                said);
    }

    /** What was asked. */
    public static Question question(Pair pair) {
        return question(body(pair.request()), pair);
    }

    private static Question question(JsonNode body, Pair pair) {
        String reference = JsonLine.firstText(body, "reference", "expected", "ideal");
        String category = JsonLine.firstText(body, "category", "slice");
        JsonNode noted = body.path("metadata");
        return new Question(
                input(body, pair.request()),
                reference == null ? label(pair) : reference,
                Question.passages(body.path("contexts")),
                Question.passages(body.path("reference_contexts")),
                category,
                noted instanceof ObjectNode object ? object : JsonLine.object(),
                own(body, pair));
    }

    private static ObjectNode own(JsonNode body, Pair pair) {
        return pair.revision().equals(IMPORTED) && body instanceof ObjectNode object
                ? object.deepCopy().without(ASKED)
                : JsonLine.object();
    }

    /** Where there is no body, what is asked stands in the path. */
    private static JsonNode input(JsonNode body, Request request) {
        if (body.isMissingNode() || (body.isTextual() && body.textValue().isBlank())) {
            return TextNode.valueOf(request.path());
        }
        for (String name : INPUTS) {
            JsonNode value = body.path(name);
            if (value.isTextual() || isMessages(value)) {
                return value;
            }
        }
        return body.isTextual() ? body : TextNode.valueOf(body.toString());
    }

    private static boolean isMessages(JsonNode value) {
        return value.isArray() && !value.isEmpty() && value.get(0).has("role");
    }

    private static @Nullable String label(Pair pair) {
        return pair.feedback().stream()
                .filter(event -> event.event().equals("label") && event.label() != null)
                .max(Comparator.comparing(Feedback::time).thenComparing(Feedback::eventId))
                .map(Feedback::label)
                .orElse(null);
    }

    private static @Nullable Reply reply(Pair pair, Leg.Role role) {
        for (Leg leg : pair.legs()) {
            if (leg.role() == role) {
                Leg.Tokens tokens = leg.tokens();
                Leg.Cost cost = leg.generation().cost();
                return answer(leg)
                        .took(leg.times().firstTokenMs(), leg.times().lastByteMs())
                        .tokens(
                                tokens == null ? null : (Long) tokens.input(),
                                tokens == null ? null : (Long) tokens.output())
                        .costing(cost == null ? null : (Double) cost.amount())
                        .finishing(leg.generation().finishReason());
            }
        }
        return null;
    }

    private static Reply answer(Leg leg) {
        Extracted extracted = Extractor.byLook().from(leg);
        if (extracted instanceof Extracted.Found found) {
            return Reply.of(leg.model(), output(found.answer(), leg));
        }
        String cause = leg.cause() == null ? "" : " (" + leg.cause() + ")";
        String status = leg.status() == null || leg.status() < 400 ? "" : ", status " + leg.status();
        return Reply.failed(leg.model(), leg.outcome().label() + cause + status);
    }

    /** Text as text; all else as the model wrote it. */
    private static JsonNode output(Answer answer, Leg leg) {
        if (answer instanceof Answer.Text text) {
            return TextNode.valueOf(text.text());
        }
        Body body = leg.body();
        JsonNode document = body == null
                ? null
                : PlainBody.of(leg, body).map(SideBySide::document).orElse(null);
        return document == null || document.isMissingNode() ? TextNode.valueOf(answer.display()) : document;
    }

    private static JsonNode body(Request request) {
        return PlainBody.of(request).map(SideBySide::document).orElse(MissingNode.getInstance());
    }

    private static JsonNode document(ContentCoding.Plain body) {
        String text = new String(body.bytes(), StandardCharsets.UTF_8);
        JsonNode json = JsonLine.readOrNull(text);
        return json == null ? TextNode.valueOf(text) : json;
    }

    /** The question under the names that {@link #of} looks for. */
    ObjectNode asked() {
        ObjectNode request = JsonLine.object().put("pair_id", id);
        if (question.category() != null) {
            request.put("slice", question.category());
        }
        request.set(question.input().isArray() ? "messages" : "input", question.input());
        if (question.reference() != null) {
            request.put("reference", question.reference());
        }
        passages(request, "contexts", question.contexts());
        passages(request, "reference_contexts", question.referenceContexts());
        if (!question.metadata().isEmpty()) {
            request.set("metadata", question.metadata());
        }
        return request.setAll(question.own());
    }

    /** As the log keeps it. */
    public Pair toPair(long sequence) {
        List<Leg> legs = new ArrayList<>();
        add(legs, Leg.Role.LEGACY, legacy);
        add(legs, Leg.Role.CANDIDATE, candidate);
        add(legs, Leg.Role.NOISE, twin);
        String served = legacy == null ? "legacy" : legacy.model();
        return new Pair(
                pairId,
                time,
                IMPORTED,
                sequence,
                route,
                IMPORTED,
                "shadow",
                null,
                served,
                served,
                1,
                1,
                new Request("POST", "/" + route, JSON, bytes(asked())),
                legs,
                null,
                List.of());
    }

    private static void passages(ObjectNode request, String name, List<Question.Passage> passages) {
        if (!passages.isEmpty()) {
            ArrayNode list = request.putArray(name);
            for (Question.Passage passage : passages) {
                if (passage.id() == null) {
                    list.add(passage.text());
                } else {
                    list.addObject().put("id", passage.id()).put("text", passage.text());
                }
            }
        }
    }

    private static void add(List<Leg> legs, Leg.Role role, @Nullable Reply reply) {
        if (reply == null) {
            return;
        }
        JsonNode output = reply.output();
        Body body = output == null
                ? null
                : bytes(output.isTextual() ? JsonLine.object().put("text", output.textValue()) : output);
        Long input = reply.inputTokens();
        Long generated = reply.outputTokens();
        Double cost = reply.cost();
        legs.add(new Leg(
                role,
                reply.model(),
                null,
                1,
                output == null ? Leg.Outcome.ERROR : Leg.Outcome.OK,
                reply.error(),
                output == null ? null : 200,
                JSON,
                body,
                new Leg.Times(null, null, reply.firstTokenMs(), reply.latencyMs()),
                input == null || generated == null ? null : new Leg.Tokens(input, generated),
                new Leg.Generation(null, reply.finishReason(), null, cost == null ? null : new Leg.Cost(cost, "USD")),
                false,
                null));
    }

    private static Body bytes(JsonNode json) {
        byte[] bytes = JsonLine.bytes(json);
        return new Body(bytes, bytes.length, false);
    }
}
