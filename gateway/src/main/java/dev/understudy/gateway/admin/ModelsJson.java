package dev.understudy.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.gateway.upstream.LaneCounts;
import dev.understudy.gateway.upstream.LeftOut;
import dev.understudy.gateway.upstream.ModelStatus;
import dev.understudy.gateway.upstream.ModelStatus.State;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code /api/v1/models} answers. */
final class ModelsJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelsJson() {}

    static JsonNode models(List<ModelStatus> models) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode list = json.putArray("models");
        models.forEach(model -> list.add(model(model)));
        return json;
    }

    private static ObjectNode model(ModelStatus model) {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", model.name());
        json.put("panic", model.panic());
        json.put("sparedMs", model.spared().toMillis());
        ObjectNode lanes = json.putObject("lanes");
        lanes.set("primary", lane(model.primary()));
        lanes.set("shadow", lane(model.shadow()));
        LeftOut leftOut = model.leftOut();
        json.putObject("leftOut")
                .put("ejected", leftOut.times(State.EJECTED))
                .put("unhealthy", leftOut.times(State.UNHEALTHY))
                .put("waiting", leftOut.times(State.WAITING));
        ArrayNode endpoints = json.putArray("endpoints");
        model.endpoints().forEach(endpoint -> endpoints.add(endpoint(endpoint)));
        return json;
    }

    private static ObjectNode lane(ModelStatus.LaneStatus lane) {
        ObjectNode json = JSON.createObjectNode();
        json.put("breaker", lane.breaker());
        json.put(
                "failureRate",
                lane.failureRate().isPresent() ? (Double) lane.failureRate().getAsDouble() : null);
        json.put("inFlight", lane.inFlight());
        json.put("maxInFlight", lane.maxInFlight());
        LaneCounts counts = lane.counts();
        json.put("calls", counts.calls());
        json.putObject("refused")
                .put("inFlight", counts.shed())
                .put("breakerOpen", counts.breakerOpen())
                .put("backOff", counts.backOff());
        json.putObject("retries").put("made", counts.retries()).put("overBudget", counts.retriesRefused());
        return json;
    }

    private static ObjectNode endpoint(ModelStatus.EndpointStatus endpoint) {
        return JSON.createObjectNode()
                .put("url", endpoint.url())
                .put("address", endpoint.address())
                .put("state", endpoint.state().label())
                .put("remainingMs", millis(endpoint.remaining().orElse(null)))
                .put("ejections", endpoint.ejections())
                .put("failuresInARow", endpoint.failuresInARow())
                .put("inFlight", endpoint.inFlight())
                .put("latencyMs", millis(endpoint.latency().orElse(null)));
    }

    private static @Nullable Double millis(@Nullable Duration duration) {
        return duration == null ? null : Math.round(duration.toNanos() / 1000.0) / 1000.0;
    }
}
