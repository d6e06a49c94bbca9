package dev.understudy.gateway.traffic;

import static dev.understudy.gateway.traffic.OtlpReceiver.attribute;
import static dev.understudy.gateway.traffic.OtlpReceiver.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of trace headers, and which spans a receiver of OTLP gets. */
@ExtendWith(LeakGuard.class)
class TracingIT {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final String SAMPLED = "00-" + TRACE + "-" + CALLER + "-01";
    private static final String UNSAMPLED = "00-" + TRACE + "-" + CALLER + "-00";
    private static final String YAML = """
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
              absent: {url: "%s"}
            routes:
              - name: shadowed
                match: {path: {prefix: /shadowed}}
                shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}]}
              - {name: gone, match: {path: {prefix: /absent}}, model: absent}
              - {name: plain, match: {path: {prefix: /}}, model: legacy}
            """;

    private final FakeModel legacy = FakeModel.that(Behaviour.answering("legacy"));
    private final FakeModel candidate = FakeModel.that(Behaviour.answering("candidate"));
    private final OtlpReceiver receiver = OtlpReceiver.start();

    @AfterEach
    void close() {
        legacy.close();
        candidate.close();
        receiver.close();
    }

    @Test
    void without_tracing_headers_pass_untouched_and_only_a_copy_is_marked() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(yaml())) {
            RawClient.post(gateway.port(), "/shadowed", "x", "Traceparent: " + SAMPLED, "Tracestate: a=1, b=2");

            assertThat(legacy.request(1).header("traceparent")).contains(SAMPLED);
            assertThat(legacy.request(1).header("tracestate")).contains("a=1, b=2");
            assertThat(candidate.request(1).header("traceparent"))
                    .get()
                    .asString()
                    .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
                    .isNotEqualTo(SAMPLED);
            assertThat(candidate.request(1).header("tracestate")).contains("understudy=shadow,a=1,b=2");
        }
    }

    @Test
    void without_tracing_what_is_malformed_is_no_concern_of_ours_but_is_not_copied() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(yaml())) {
            RawClient.post(gateway.port(), "/shadowed", "x", "traceparent: junk");
            RawClient.post(gateway.port(), "/shadowed", "x");

            assertThat(legacy.request(1).header("traceparent")).contains("junk");
            assertThat(candidate.request(2).header("traceparent")).isEmpty();
            assertThat(candidate.requests())
                    .allMatch(request -> request.header("traceparent").isEmpty());
        }
    }

    @Test
    void a_sampled_request_and_each_of_its_legs_is_a_span_of_the_callers_trace() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(yaml() + tracing("samplePercent: 0, serviceName: gw-test"))) {
            RawResponse response = RawClient.post(
                    gateway.port(),
                    "/shadowed?secret=1",
                    "question",
                    "traceparent: " + SAMPLED,
                    "tracestate: a=1",
                    "user-agent: test/1");

            List<Span> spans = receiver.spans(response.id(), 3);
            Span request = only(spans, "POST shadowed");
            Span answering = only(spans, "POST legacy");
            Span copy = only(spans, "POST candidate");
            assertThat(spans).hasSize(3).allMatch(span -> hex(span.getTraceId()).equals(TRACE));
            assertThat(hex(request.getParentSpanId())).isEqualTo(CALLER);
            assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
            assertThat(attribute(request, "http.response.status_code")).isEqualTo("200");
            assertThat(attribute(request, "url.path")).isEqualTo("/shadowed");
            assertThat(attribute(request, "user_agent.original")).isEqualTo("test/1");
            assertThat(attribute(request, "understudy.served")).isEqualTo("legacy");
            assertThat(spans.toString()).doesNotContain("secret");
            assertThat(answering.getParentSpanId()).isEqualTo(request.getSpanId());
            assertThat(answering.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
            assertThat(attribute(answering, "understudy.role")).isEqualTo("legacy");
            assertThat(attribute(answering, "understudy.shadow")).isEqualTo("false");
            assertThat(copy.getParentSpanId()).isEqualTo(request.getSpanId());
            assertThat(attribute(copy, "understudy.role")).isEqualTo("candidate");
            assertThat(attribute(copy, "understudy.shadow")).isEqualTo("true");
            assertThat(attribute(copy, "server.port")).isEqualTo(Integer.toString(candidate.port()));
            assertThat(copy.getLinksList()).singleElement().satisfies(link -> {
                assertThat(link.getSpanId()).isEqualTo(answering.getSpanId());
                assertThat(link.getTraceId()).isEqualTo(answering.getTraceId());
                assertThat(link.getAttributes(0).getKey()).isEqualTo("understudy.pair.id");
                assertThat(link.getAttributes(0).getValue().getStringValue()).isEqualTo(response.id());
            });
            assertThat(request.getLinksList()).isEmpty();
            assertThat(answering.getLinksList()).isEmpty();
            assertThat(copy.getEndTimeUnixNano()).isGreaterThan(copy.getStartTimeUnixNano());
            assertThat(legacy.request(1).header("traceparent"))
                    .contains("00-" + TRACE + "-" + hex(answering.getSpanId()) + "-01");
            assertThat(legacy.request(1).header("tracestate")).contains("a=1");
            assertThat(candidate.request(1).header("traceparent"))
                    .contains("00-" + TRACE + "-" + hex(copy.getSpanId()) + "-01");
            assertThat(candidate.request(1).header("tracestate")).contains("understudy=shadow,a=1");
            assertThat(receiver.resource()).containsEntry("service.name", "gw-test");
        }
    }

    @Test
    void what_the_caller_did_not_sample_is_passed_on_so_and_makes_no_span() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(yaml() + tracing("samplePercent: 100"))) {
            RawResponse unsampled = RawClient.get(gateway.port(), "/", "traceparent: " + UNSAMPLED);
            RawResponse sampled = RawClient.get(gateway.port(), "/", "traceparent: " + SAMPLED);
            receiver.spans(sampled.id(), 2);

            assertThat(receiver.spans())
                    .noneMatch(span -> attribute(span, "understudy.pair.id").equals(unsampled.id()));
            assertThat(legacy.request(1).header("traceparent"))
                    .get()
                    .asString()
                    .matches("00-" + TRACE + "-[0-9a-f]{16}-00");
        }
    }

    @Test
    void with_tracing_a_malformed_parent_is_replaced_by_a_new_trace() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(yaml() + tracing("samplePercent: 100"))) {
            RawResponse response = RawClient.get(
                    gateway.port(), "/", "traceparent: 00-junk", "tracestate: a=1", "x-b3-traceid: untouched");

            Span request = only(receiver.spans(response.id(), 2), "GET plain");
            assertThat(request.getParentSpanId().isEmpty()).isTrue();
            assertThat(legacy.request(1).header("traceparent"))
                    .get()
                    .asString()
                    .startsWith("00-" + hex(request.getTraceId()) + "-")
                    .endsWith("-01");
            assertThat(legacy.request(1).header("tracestate")).isEmpty();
            assertThat(legacy.request(1).header("x-b3-traceid")).contains("untouched");
        }
    }

    @Test
    void a_leg_that_failed_says_why() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(yaml() + tracing("samplePercent: 100"))) {
            RawResponse response = RawClient.get(gateway.port(), "/absent");

            assertThat(response.status()).isEqualTo(502);
            List<Span> spans = receiver.spans(response.id(), 2);
            assertThat(attribute(only(spans, "GET absent"), "error.type")).isEqualTo("connect");
            assertThat(spans).allMatch(span -> span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR);
            assertThat(spans).hasSize(2);
        }
    }

    @Test
    void a_receiver_that_refuses_costs_spans_that_are_counted_and_nothing_else() throws Exception {
        receiver.refuses();
        try (RunningGateway gateway = RunningGateway.with(yaml() + tracing("samplePercent: 100"))) {
            assertThat(RawClient.get(gateway.port(), "/").status()).isEqualTo(200);

            await().atMost(Deadline.PATIENCE)
                    .until(() -> gateway.metric("understudy_spans_total", "result=\"failed\"") == 2);
            assertThat(gateway.metric("understudy_spans_total", "result=\"sent\""))
                    .isZero();
        }
    }

    @Test
    void a_reload_sends_spans_to_another_receiver_under_another_name_and_loses_none() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(yaml() + tracing("samplePercent: 100, serviceName: before"));
                OtlpReceiver other = OtlpReceiver.start()) {
            RawResponse before = RawClient.get(gateway.port(), "/");

            gateway.reload(yaml() + tracing("samplePercent: 100, serviceName: after", other));
            RawResponse after = RawClient.get(gateway.port(), "/");

            assertThat(receiver.spans(before.id(), 2)).hasSize(2);
            assertThat(other.spans(after.id(), 2)).hasSize(2);
            assertThat(receiver.spans()).hasSize(2);
            assertThat(other.spans()).hasSize(2);
            assertThat(receiver.resource()).containsEntry("service.name", "before");
            assertThat(other.resource()).containsEntry("service.name", "after");
            await().atMost(Deadline.PATIENCE)
                    .until(() -> gateway.metric("understudy_spans_total", "result=\"sent\"") == 4);
            assertThat(gateway.adminJson("/api/v1/config/status").path("restartNeeded"))
                    .isEmpty();
        }
    }

    @Test
    void a_reload_begins_tracing_and_ends_it() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(yaml())) {
            RawClient.get(gateway.port(), "/");
            gateway.reload(yaml() + tracing("samplePercent: 100"));
            RawResponse traced = RawClient.get(gateway.port(), "/");
            receiver.spans(traced.id(), 2);

            gateway.reload(yaml());
            RawClient.get(gateway.port(), "/", "traceparent: " + SAMPLED);

            assertThat(legacy.request(1).header("traceparent")).isEmpty();
            assertThat(legacy.request(2).header("traceparent")).isPresent();
            assertThat(legacy.request(3).header("traceparent")).contains(SAMPLED);
            assertThat(receiver.spans()).hasSize(2);
        }
    }

    private String yaml() {
        return YAML.formatted(legacy.url(), candidate.url(), FakeModel.refusing());
    }

    private String tracing(String more) {
        return tracing(more, receiver);
    }

    private static String tracing(String more, OtlpReceiver to) {
        return "tracing: {otlp: \"" + to.url() + "\", " + more + "}\n";
    }

    private static Span only(List<Span> spans, String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " (expected: among " + spans + ")"));
    }
}
