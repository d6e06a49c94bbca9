package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import org.jspecify.annotations.Nullable;

/** TruLens' names for the attributes of a record's root span: {@code ai.observability.…}. */
record TruLens() implements SpanFormat.Convention {
    private static final String PREFIX = "ai.observability.";
    private static final String ROOT = "record_root";

    @Override
    public String name() {
        return "trulens";
    }

    @Override
    public String about() {
        return "TruLens record_root spans, JSON lines; the app's name is legacy or candidate, its version the model";
    }

    @Override
    public void write(ObjectNode attributes, SideBySide pair, Reply reply, String role, Format.Origin origin) {
        attributes.put(PREFIX + "span_type", ROOT);
        attributes.put(PREFIX + "record_id", pair.pairId() + "-" + role);
        attributes.put(PREFIX + "run.name", "understudy/" + origin.route());
        attributes.put(PREFIX + "input_id", pair.id());
        attributes.put(PREFIX + "app_name", role).put(PREFIX + "app_version", reply.model());
        attributes.put(PREFIX + ROOT + ".input", pair.question().text());
        attributes.put(PREFIX + ROOT + ".output", reply.text());
        if (pair.question().reference() != null) {
            attributes.put(
                    PREFIX + ROOT + ".ground_truth_output", pair.question().reference());
        }
        if (reply.error() != null) {
            attributes.put(PREFIX + ROOT + ".error", reply.error());
        }
    }

    @Override
    public SpanFormat.@Nullable Span read(JsonNode attributes) throws MalformedRecordException {
        if (!attributes.path(PREFIX + "span_type").asText().equals(ROOT)) {
            return null;
        }
        String model = attributes.path(PREFIX + "app_version").asText();
        String error = JsonLine.text(attributes, PREFIX + ROOT + ".error");
        return new SpanFormat.Span(
                JsonLine.require(attributes, PREFIX + "input_id"),
                attributes.path(PREFIX + "app_name").asText(),
                Question.of(attributes.path(PREFIX + ROOT + ".input").asText())
                        .reference(JsonLine.text(attributes, PREFIX + ROOT + ".ground_truth_output")),
                error == null
                        ? Reply.of(
                                model,
                                attributes.path(PREFIX + ROOT + ".output").asText())
                        : Reply.failed(model, error));
    }
}
