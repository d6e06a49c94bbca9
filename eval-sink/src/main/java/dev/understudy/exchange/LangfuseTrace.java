package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.config.Sha256;
import dev.understudy.log.JsonLine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer as Langfuse takes it: a request of OTLP over HTTP in JSON with one span, whose attributes have Langfuse's names
 * (its "property mapping" of OpenTelemetry). A trace as Langfuse's own API lists it can be read too.
 */
record LangfuseTrace(String id, Reply reply) {
    private static final String OBSERVATION = "langfuse.observation.";
    private static final String FORM = OBSERVATION + "metadata.outputForm";
    private static final String JSON = "json";
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;
    private static final int KIND_CLIENT = 3;
    private static final int STATUS_ERROR = 2;
    /** OTLP counts nanoseconds since 1970; of a signed number they end in 2262. */
    private static final Instant LATEST = Instant.ofEpochSecond(0, Long.MAX_VALUE);

    /** The same for the same model's answer, so that what was sent twice is there once, and another model's is another. */
    static String id(SideBySide pair, String role) {
        Reply reply = role.equals("legacy") ? pair.legacy() : pair.candidate();
        String model = reply == null ? "" : reply.model();
        return Sha256.of(pair.pairId() + "\n" + role + "\n" + model).substring(0, TRACE_DIGITS);
    }

    /** Whether a trace can say when it was. */
    static boolean hasPlace(Instant time) {
        return !time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST);
    }

    static ObjectNode write(SideBySide pair, String role, Reply reply) {
        ObjectNode request = JsonLine.object();
        ObjectNode resource = request.putArray("resourceSpans").addObject();
        put(resource.putObject("resource").putArray("attributes"), "service.name", "understudy");
        ObjectNode scope = resource.putArray("scopeSpans").addObject();
        scope.putObject("scope").put("name", "understudy");
        ObjectNode span = scope.putArray("spans").addObject();
        String trace = id(pair, role);
        span.put("traceId", trace)
                .put("spanId", Sha256.of(trace).substring(0, SPAN_DIGITS))
                .put("name", pair.route() + " " + role)
                .put("kind", KIND_CLIENT);
        long start = nanos(pair.time());
        Double millis = reply.latencyMs();
        long took = millis == null ? 0 : Math.round(millis * NANOS_PER_MILLI);
        span.put("startTimeUnixNano", Long.toString(start));
        span.put("endTimeUnixNano", Long.toString(start + Math.min(took, Long.MAX_VALUE - start)));
        attributes(span.putArray("attributes"), pair, reply);
        if (reply.error() != null) {
            span.putObject("status").put("code", STATUS_ERROR).put("message", reply.error());
        }
        return request;
    }

    private static void attributes(ArrayNode attributes, SideBySide pair, Reply reply) {
        put(attributes, "langfuse.trace.name", pair.route());
        put(attributes, OBSERVATION + "type", "generation");
        put(attributes, OBSERVATION + "model.name", reply.model());
        put(attributes, OBSERVATION + "input", pair.question().text());
        JsonNode output = reply.output();
        if (output != null) {
            put(attributes, OBSERVATION + "output", reply.text());
            if (!output.isTextual()) {
                put(attributes, FORM, JSON);
            }
        }
        if (reply.error() != null) {
            put(attributes, OBSERVATION + "level", "ERROR");
            put(attributes, OBSERVATION + "status_message", reply.error());
        }
        ObjectNode usage = JsonLine.object();
        if (reply.inputTokens() != null) {
            usage.put("input", reply.inputTokens());
        }
        if (reply.outputTokens() != null) {
            usage.put("output", reply.outputTokens());
        }
        if (!usage.isEmpty()) {
            put(attributes, OBSERVATION + "usage_details", usage.toString());
        }
        if (reply.cost() != null) {
            put(
                    attributes,
                    OBSERVATION + "cost_details",
                    JsonLine.object().put("total", reply.cost()).toString());
        }
    }

    private static void put(ArrayNode attributes, String key, String value) {
        attributes.addObject().put("key", key).putObject("value").put("stringValue", value);
    }

    private static long nanos(Instant time) {
        return ChronoUnit.NANOS.between(Instant.EPOCH, time);
    }

    /** Each trace once, by its first span that has an answer; empty when there is none in it. */
    static Collection<LangfuseTrace> read(JsonNode line) {
        if (!line.has("resourceSpans")) {
            String id = JsonLine.text(line, "id");
            return id == null ? List.of() : List.of(new LangfuseTrace(id, listed(line)));
        }
        Map<String, LangfuseTrace> traces = new LinkedHashMap<>();
        for (JsonNode resource : line.path("resourceSpans")) {
            for (JsonNode scope : resource.path("scopeSpans")) {
                for (JsonNode span : scope.path("spans")) {
                    String id = JsonLine.text(span, "traceId");
                    if (id != null) {
                        traces.merge(id, new LangfuseTrace(id, sent(span)), LangfuseTrace::answered);
                    }
                }
            }
        }
        return traces.values();
    }

    private static LangfuseTrace answered(LangfuseTrace one, LangfuseTrace other) {
        return one.reply.output() == null && other.reply.output() != null ? other : one;
    }

    private static Reply sent(JsonNode span) {
        Map<String, String> said = new HashMap<>();
        span.path("attributes")
                .forEach(one -> said.put(
                        one.path("key").asText(), one.at("/value/stringValue").asText()));
        String model = said.getOrDefault(OBSERVATION + "model.name", "");
        String output = said.get(OBSERVATION + "output");
        if (output == null) {
            return Reply.failed(model, said.getOrDefault(OBSERVATION + "status_message", "no output"));
        }
        JsonNode json = JSON.equals(said.get(FORM)) ? JsonLine.readOrNull(output) : null;
        JsonNode usage = object(said.get(OBSERVATION + "usage_details"));
        long nanos = span.path("endTimeUnixNano").asLong()
                - span.path("startTimeUnixNano").asLong();
        return (json == null ? Reply.of(model, output) : Reply.of(model, json))
                .took(null, nanos > 0 ? (Double) (nanos / NANOS_PER_MILLI) : null)
                .costing(JsonLine.number(object(said.get(OBSERVATION + "cost_details")), "total"))
                .tokens(JsonLine.whole(usage, "input"), JsonLine.whole(usage, "output"));
    }

    private static JsonNode object(@Nullable String text) {
        JsonNode read = text == null ? null : JsonLine.readOrNull(text);
        return read == null ? JsonLine.object() : read;
    }

    /** As {@code GET /api/public/traces} lists it; seconds, and the model where we or somebody noted it. */
    private static Reply listed(JsonNode trace) {
        JsonNode metadata = trace.path("metadata");
        String model = metadata.path("model").asText();
        JsonNode output = trace.path("output");
        if (output.isMissingNode() || output.isNull()) {
            return Reply.failed(model, metadata.path("error").asText("no output"));
        }
        Double seconds = JsonLine.number(trace, "latency");
        Double millis = JsonLine.number(metadata, "latencyMs");
        Double cost = JsonLine.number(trace, "totalCost");
        return Reply.of(model, output)
                .took(null, millis != null ? millis : seconds == null ? null : (Double) (seconds * 1000))
                .costing(cost != null ? cost : JsonLine.number(metadata, "totalCost"))
                .tokens(JsonLine.whole(metadata, "inputTokens"), JsonLine.whole(metadata, "outputTokens"));
    }
}
