package dev.understudy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LangfuseTraceTest {
    private static final SideBySide PAIR = Sides.full();

    @Test
    void a_trace_is_a_request_that_otlp_over_http_takes() {
        JsonNode span = LangfuseTrace.write(PAIR, "legacy", Objects.requireNonNull(PAIR.legacy()))
                .at("/resourceSpans/0/scopeSpans/0/spans/0");

        assertThat(span.path("traceId").asText()).matches("[0-9a-f]{32}");
        assertThat(span.path("spanId").asText()).matches("[0-9a-f]{16}");
        assertThat(span.path("startTimeUnixNano").asText()).isEqualTo("1795348800000000000");
        assertThat(span.path("endTimeUnixNano").asText()).isEqualTo("1795348800250000000");
        assertThat(span.path("attributes").findValuesAsText("key"))
                .contains(
                        "langfuse.trace.name",
                        "langfuse.observation.type",
                        "langfuse.observation.model.name",
                        "langfuse.observation.usage_details");
    }

    @Test
    void all_that_is_known_of_an_answer_comes_back() {
        Reply reply = Objects.requireNonNull(PAIR.legacy()).finishing(null);

        assertThat(there(reply)).isEqualTo(reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2]", "12", "true", "{\"a\": null}"})
    void json_comes_back_as_json_and_a_text_that_looks_like_it_as_a_text(String json) throws IOException {
        JsonNode answer = new ObjectMapper().readTree(json);

        assertThat(Objects.requireNonNull(there(Reply.of("m", answer)).output()).toString())
                .isEqualTo(answer.toString());
        assertThat(there(Reply.of("m", json))).isEqualTo(Reply.of("m", json));
    }

    @Test
    void an_answer_that_failed_comes_back_as_such() {
        Reply failed = Reply.failed("m", "timeout");

        assertThat(there(failed)).isEqualTo(failed);
    }

    @Test
    void a_trace_as_langfuse_lists_it_is_read_too() throws IOException {
        JsonNode listed = new ObjectMapper()
                .readTree("{\"id\": \"t1\", \"output\": \"The Geo\", \"latency\": 0.25, \"totalCost\": 0.5,"
                        + " \"metadata\": {\"model\": \"new\"}}");

        assertThat(LangfuseTrace.read(listed))
                .isEqualTo(new LangfuseTrace(
                        "t1", Reply.of("new", "The Geo").took(null, 250.0).costing(0.5)));
        assertThat(LangfuseTrace.read(new ObjectMapper().readTree("{\"resourceSpans\": []}")))
                .isNull();
        assertThat(LangfuseTrace.read(new ObjectMapper().readTree("{}"))).isNull();
    }

    private static Reply there(Reply reply) {
        LangfuseTrace trace = Objects.requireNonNull(LangfuseTrace.read(LangfuseTrace.write(PAIR, "candidate", reply)));
        assertThat(trace.id()).isEqualTo(LangfuseTrace.id(PAIR, "candidate"));
        return trace.reply();
    }
}
