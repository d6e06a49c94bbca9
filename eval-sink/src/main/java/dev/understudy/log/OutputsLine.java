package dev.understudy.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.pair.Body;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A line of two models' outputs that never went through a gateway: {@code {"pair_id", "legacy": {…}, "candidate": {…},
 * "legacy_twin"?: {…}, "label"?, …}}. As a pair, each output is its leg's body, and everything else stands in the
 * request's, so that pointers find it: {@code /text}, {@code /pred}, {@code /prob}, {@code /ranking} in the answers.
 */
record OutputsLine(ObjectNode line) {
    private static final List<String> OUTPUTS = List.of("legacy", "candidate", "legacy_twin");
    private static final List<String> ANSWERS =
            List.of("text", "pred", "prob", "ranking", "embedding", "cluster", "boxes", "mask", "risk");
    static final Map<String, String> JSON = Map.of("content-type", "application/json");

    Pair toPair(String route, long sequence, Instant time) throws MalformedRecordException {
        List<Leg> legs = new ArrayList<>();
        legs.add(leg(Leg.Role.LEGACY, "legacy", output("legacy")));
        legs.add(leg(Leg.Role.CANDIDATE, "candidate", output("candidate")));
        if (line.hasNonNull("legacy_twin")) {
            legs.add(leg(Leg.Role.NOISE, "legacy", output("legacy_twin")));
        }
        return new Pair(
                id(route),
                time,
                PairImport.INSTANCE,
                sequence,
                route,
                PairImport.INSTANCE,
                "shadow",
                null,
                "legacy",
                "legacy",
                1,
                1,
                new Request("POST", "/" + route, JSON, body(line.deepCopy().without(OUTPUTS))),
                legs,
                null,
                List.of());
    }

    /** What the line says would have been right. */
    Optional<Feedback> label(String route, Instant time) throws MalformedRecordException {
        JsonNode label = line.get("label");
        if (label == null || label.isNull()) {
            return Optional.empty();
        }
        String text = label.isValueNode() ? label.asText() : label.toString();
        String id = id(route);
        return Optional.of(new Feedback(id, "label", null, text, null, id + ":label", time));
    }

    /** Ids of two files may be the same, so the route is part of it. */
    private String id(String route) throws MalformedRecordException {
        JsonNode id = line.get("pair_id");
        if (id == null
                || !(id.isTextual() || id.isIntegralNumber())
                || id.asText().isEmpty()) {
            throw JsonLine.wrong("pair_id", id, "a string or a whole number");
        }
        return route + ":" + id.asText();
    }

    private JsonNode output(String name) throws MalformedRecordException {
        JsonNode output = line.get(name);
        if (output == null || !isOutput(output)) {
            throw JsonLine.wrong(
                    name, output, "an object with text, pred, prob, ranking, embedding, cluster, boxes, mask or risk");
        }
        return output;
    }

    /** Whether one side of a line may say this. */
    static boolean isOutput(JsonNode output) {
        return output.isObject() && ANSWERS.stream().anyMatch(output::hasNonNull);
    }

    /** @param output null when it is not in the file */
    static Leg leg(Leg.Role role, String model, @Nullable JsonNode output) {
        Body body = output == null ? null : body(output);
        return new Leg(role, model, null, 1, Leg.Outcome.OK, null, 200, JSON, body, Leg.Times.NONE, null);
    }

    static Body body(JsonNode json) {
        byte[] bytes = JsonLine.bytes(json);
        return new Body(bytes, bytes.length, false);
    }
}
