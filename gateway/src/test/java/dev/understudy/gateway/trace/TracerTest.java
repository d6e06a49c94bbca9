package dev.understudy.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Percent;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.TraceHeaders;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TracerTest {
    private static final String CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void who_called_decides_whether_a_trace_is_sampled() {
        Trace sampled = new Tracer(Percent.NONE).trace(fields("traceparent", CALLER, "tracestate", "a=1"), random);
        Trace not = new Tracer(Percent.ALL).trace(fields("traceparent", CALLER.replaceAll("1$", "0")), random);

        assertThat(sampled.own().sampled()).isTrue();
        assertThat(sampled.own().traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(TraceParent.spanId(sampled.caller())).isEqualTo("b7ad6b7169203331");
        assertThat(sampled.own().span()).isNotEqualTo(sampled.caller());
        assertThat(sampled.state()).isEqualTo("a=1");
        assertThat(not.own().sampled()).isFalse();
    }

    @Test
    void a_malformed_or_doubled_parent_begins_a_new_trace_without_the_old_state() {
        Trace malformed = new Tracer(Percent.ALL).trace(fields("traceparent", "00-xyz", "tracestate", "a=1"), random);
        Trace doubled = new Tracer(Percent.ALL).trace(fields("traceparent", CALLER, "traceparent", CALLER), random);

        assertThat(malformed.caller()).isZero();
        assertThat(malformed.state()).isEmpty();
        assertThat(doubled.caller()).isZero();
        assertThat(doubled.own().traceId()).isNotEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void of_new_traces_the_configured_share_is_sampled() {
        Tracer tracer = new Tracer(new Percent(10));
        int sampled = 0;
        for (int i = 0; i < 20_000; i++) {
            sampled += tracer.trace(Fields.NONE, random).own().sampled() ? 1 : 0;
        }

        assertThat(sampled).isBetween(1800, 2200);
        assertThat(new Tracer(Percent.NONE).trace(Fields.NONE, random).own().sampled())
                .isFalse();
        assertThat(new Tracer(Percent.ALL).trace(Fields.NONE, random).own().sampled())
                .isTrue();
    }

    @Test
    void without_spans_a_copy_keeps_the_trace_under_another_parent_and_is_marked() {
        TraceHeaders headers =
                Objects.requireNonNull(Tracer.ofCopy(fields("traceparent", CALLER, "tracestate", "a=1"), random));

        assertThat(headers.parent())
                .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                .endsWith("-01");
        assertThat(headers.parent()).isNotEqualTo(CALLER);
        assertThat(headers.state()).isEqualTo("understudy=shadow,a=1");
        assertThat(Tracer.ofCopy(fields("traceparent", "junk"), random)).isEqualTo(TraceHeaders.NONE);
        assertThat(Tracer.ofCopy(Fields.NONE, random)).isNull();
    }

    private static Fields fields(String... namesAndValues) {
        List<Map.Entry<String, String>> entries = new java.util.ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entries.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
        }
        return Fields.of(entries);
    }
}
