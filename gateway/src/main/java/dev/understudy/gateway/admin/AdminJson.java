package dev.understudy.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.config.Experiment;
import dev.understudy.config.Match;
import dev.understudy.config.Problem;
import dev.understudy.gateway.reload.ConfigStatus;
import dev.understudy.gateway.rollout.Exposure;
import java.time.Instant;
import java.util.List;

/** What the endpoints answer, as JSON; {@code openapi.json} describes it. */
final class AdminJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AdminJson() {}

    static JsonNode alive() {
        return JSON.createObjectNode().put("status", "alive");
    }

    static JsonNode readiness(List<String> reasons) {
        ObjectNode json = JSON.createObjectNode().put("ready", reasons.isEmpty());
        reasons.forEach(json.putArray("reasons")::add);
        return json;
    }

    static JsonNode error(String error, String message) {
        return JSON.createObjectNode().put("error", error).put("message", message);
    }

    static JsonNode config(ConfigStatus status) {
        ObjectNode json = JSON.createObjectNode();
        json.put("revision", status.revision())
                .put("file", status.file().toString())
                .put("loadedAt", status.loadedAt().toString());
        json.set("restartNeeded", JSON.valueToTree(status.restartNeeded()));
        json.set(
                "lastError",
                status.lastError().<JsonNode>map(AdminJson::lastError).orElse(JSON.nullNode()));
        ArrayNode previous = json.putArray("previous");
        for (ConfigStatus.Revision revision : status.previous()) {
            previous.addObject()
                    .put("revision", revision.revision())
                    .put("loadedAt", revision.loadedAt().toString());
        }
        return json;
    }

    private static ObjectNode lastError(ConfigStatus.LastError error) {
        ObjectNode json = JSON.createObjectNode().put("time", error.time().toString());
        ArrayNode problems = json.putArray("problems");
        for (Problem problem : error.problems()) {
            problems.addObject()
                    .put("file", problem.file())
                    .put("line", problem.line())
                    .put("column", problem.column())
                    .put("path", problem.path())
                    .put("message", problem.message());
        }
        return json;
    }

    static JsonNode routes(List<RouteStatus> routes) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode list = json.putArray("routes");
        routes.forEach(status -> list.add(route(status)));
        return json;
    }

    private static ObjectNode route(RouteStatus status) {
        Experiment experiment = status.route().experiment();
        ObjectNode json = JSON.createObjectNode();
        json.put("name", status.route().name()).put("strategy", experiment.strategy());
        json.set("match", match(status.route().match()));
        json.put("legacy", experiment.legacy());
        experiment.candidates().forEach(json.putArray("candidates")::add);
        json.set("configured", JSON.valueToTree(status.configured()));
        ObjectNode observed = json.putObject("observed");
        observed.set("shares", JSON.valueToTree(status.observed()));
        observed.set("assigned", JSON.valueToTree(status.assigned()));
        observed.set("served", JSON.valueToTree(status.served()));
        CostsJson.put(json, status);
        if (experiment instanceof Experiment.Canary canary) {
            json.set(
                    "rollout",
                    status.exposure()
                            .<JsonNode>map(exposure -> rollout(exposure, canary))
                            .orElse(JSON.nullNode()));
        }
        return json;
    }

    private static ObjectNode match(Match match) {
        ObjectNode json = JSON.createObjectNode();
        if (match.path() instanceof Match.Path.Prefix prefix) {
            json.putObject("path").put("prefix", prefix.prefix());
        } else if (match.path() instanceof Match.Path.Exact exact) {
            json.putObject("path").put("exact", exact.exact());
        }
        match.methods().stream().sorted().forEach(json.putArray("methods")::add);
        json.set("headers", JSON.valueToTree(match.headers()));
        return json;
    }

    static ObjectNode rollout(Exposure exposure, Experiment.Canary canary) {
        return JSON.createObjectNode()
                .put("percent", exposure.percent().value())
                .put("step", exposure.step())
                .put("steps", canary.steps().size())
                .put("since", exposure.since().toString())
                .put("nextChange", exposure.nextChange().map(Instant::toString).orElse(null))
                .put("state", exposure.state().json());
    }
}
