package dev.understudy.gateway.rollout;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.config.Experiment.Step;
import dev.understudy.config.Experiment.Step.Pause;
import dev.understudy.config.Experiment.Step.SetPercent;
import dev.understudy.config.Percent;
import dev.understudy.gateway.rollout.Start.Gait;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@link Start} as one line of {@code rollouts.jsonl}:
 * {@code {"event":"started","route":…,"salt":…,"steps":[{"setPercent":1},{"pause":"PT1H"},{"pause":null}],"step":0,"held":0,"at":…}},
 * with {@code "paused":true} where somebody stopped it, {@code "rolledBack":true} where somebody put everybody out.
 */
final class EventCodec {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Why a start was written. */
    enum Event {
        STARTED("started"),
        ADJUSTED("adjusted"),
        PAUSED("paused"),
        RESUMED("resumed"),
        PROMOTED("promoted"),
        ROLLED_BACK("rolledBack"),
        /** The file had lost it. */
        RESTORED("restored");

        private final String json;

        Event(String json) {
            this.json = json;
        }

        String json() {
            return json;
        }
    }

    private EventCodec() {}

    static String encode(Event event, Start start) {
        ObjectNode line = JSON.createObjectNode();
        line.put("event", event.json).put("route", start.route()).put("salt", start.salt());
        for (Step step : start.steps()) {
            ObjectNode entry = line.withArray("steps").addObject();
            if (step instanceof SetPercent set) {
                entry.put("setPercent", set.percent().value());
            } else if (step instanceof Pause pause) {
                entry.put("pause", pause.duration().map(Duration::toString).orElse(null));
            }
        }
        line.put("step", start.step())
                .put("held", start.held().value())
                .put("at", start.at().toString());
        switch (start.gait()) {
            case WALKING -> {}
            case PAUSED -> line.put("paused", true);
            case ROLLED_BACK -> line.put("rolledBack", true);
        }
        return line.toString();
    }

    /** Empty when the line is not a whole event: torn by a kill, or written by somebody else. */
    static Optional<Start> decode(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            List<Step> steps = new ArrayList<>();
            for (JsonNode step : node.path("steps")) {
                steps.add(step(step));
            }
            return Optional.of(new Start(
                    required(node, "route").asText(),
                    required(node, "salt").asText(),
                    steps,
                    required(node, "step").asInt(),
                    new Percent(required(node, "held").asDouble()),
                    gait(node),
                    Instant.parse(required(node, "at").asText())));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Gait gait(JsonNode node) {
        if (node.path("rolledBack").asBoolean()) {
            return Gait.ROLLED_BACK;
        }
        return node.path("paused").asBoolean() ? Gait.PAUSED : Gait.WALKING;
    }

    private static Step step(JsonNode node) {
        if (node.hasNonNull("setPercent")) {
            return new SetPercent(new Percent(node.path("setPercent").asDouble()));
        }
        JsonNode pause = node.path("pause");
        if (pause.isMissingNode()) {
            throw new IllegalArgumentException("step: " + node + " (expected: setPercent or pause)");
        }
        return new Pause(pause.isNull() ? Optional.empty() : Optional.of(Duration.parse(pause.asText())));
    }

    private static JsonNode required(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw new IllegalArgumentException(field + ": missing");
        }
        return value;
    }
}
