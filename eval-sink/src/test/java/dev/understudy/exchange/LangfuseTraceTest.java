package dev.understudy.exchange;

import static dev.understudy.exchange.Sides.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                .containsExactly(new LangfuseTrace(
                        "t1", Reply.of("new", "The Geo").took(null, 250.0).costing(0.5)));
        assertThat(LangfuseTrace.read(new ObjectMapper().readTree("{\"resourceSpans\": []}")))
                .isEmpty();
        assertThat(LangfuseTrace.read(new ObjectMapper().readTree("{}"))).isEmpty();
    }

    @Test
    void every_span_of_a_request_is_read_and_of_a_trace_the_first_with_an_answer() throws IOException {
        JsonNode request =
                new ObjectMapper().readTree("""
                {"resourceSpans": [
                  {"scopeSpans": [
                    {"spans": [{"traceId": "a"}, %1$s]},
                    {"spans": [%2$s, {"traceId": "b"}]}]},
                  {"scopeSpans": [{"spans": [%3$s, {"name": "of no trace"}]}]}]}
                """.formatted(span("a", "one"), span("b", "two"), span("a", "three")));

        assertThat(LangfuseTrace.read(request))
                .containsExactly(
                        new LangfuseTrace("a", Reply.of("m", "one")), new LangfuseTrace("b", Reply.of("m", "two")));
    }

    private static String span(String trace, String output) {
        return """
                {"traceId": "%s", "attributes": [
                  {"key": "langfuse.observation.model.name", "value": {"stringValue": "m"}},
                  {"key": "langfuse.observation.output", "value": {"stringValue": "%s"}}]}""".formatted(trace, output);
    }

    @Test
    void another_models_answer_to_the_same_is_another_trace() {
        SideBySide pair = Sides.pair("1", "q", "x", "y");
        SideBySide renewed = asked(NOON, pair.legacy(), Reply.of("newer", "y"));

        assertThat(LangfuseTrace.id(renewed, "legacy")).isEqualTo(LangfuseTrace.id(pair, "legacy"));
        assertThat(LangfuseTrace.id(renewed, "candidate")).isNotEqualTo(LangfuseTrace.id(pair, "candidate"));
    }

    @Test
    void a_time_that_nanoseconds_cannot_say_has_no_place_and_a_long_answer_ends_with_them() {
        Instant last = Instant.ofEpochSecond(0, Long.MAX_VALUE);

        assertThat(LangfuseTrace.hasPlace(Instant.EPOCH)).isTrue();
        assertThat(LangfuseTrace.hasPlace(Instant.EPOCH.minusNanos(1))).isFalse();
        assertThat(LangfuseTrace.hasPlace(last)).isTrue();
        assertThat(LangfuseTrace.hasPlace(last.plusNanos(1))).isFalse();
        Reply slow = Reply.of("m", "x").took(null, 1e300);
        assertThat(LangfuseTrace.write(asked(last.minusNanos(7), slow, slow), "legacy", slow)
                        .at("/resourceSpans/0/scopeSpans/0/spans/0/endTimeUnixNano")
                        .asText())
                .isEqualTo(Long.toString(Long.MAX_VALUE));
    }

    @Test
    void pairs_of_such_a_time_are_left_out_and_counted(@TempDir Path directory) throws IOException {
        try (Format.Export export =
                new LangfuseFormat().export(Target.directory(directory), new Format.Origin("qa", NOON, "1"))) {
            export.add(PAIR);
            export.add(asked(Instant.parse("2300-01-01T00:00:00Z"), PAIR.legacy(), PAIR.candidate()));

            assertThat(export.leftOut()).isEqualTo(1);
        }
        assertThat(directory.resolve("dataset-items.jsonl")).content().hasLineCount(1);
        assertThat(directory.resolve("traces.jsonl")).content().hasLineCount(2);
    }

    private static SideBySide asked(Instant time, @Nullable Reply legacy, @Nullable Reply candidate) {
        return new SideBySide(
                "1", "qa:1", "qa", time, Question.of("q"), legacy, candidate, null, SideBySide.Said.NOTHING);
    }

    private static Reply there(Reply reply) {
        LangfuseTrace trace = LangfuseTrace.read(LangfuseTrace.write(PAIR, "candidate", reply))
                .iterator()
                .next();
        assertThat(trace.id()).isEqualTo(LangfuseTrace.id(PAIR, "candidate"));
        return trace.reply();
    }
}
