package dev.understudy.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceStateTest {
    @Test
    void several_headers_are_one_list() {
        assertThat(TraceState.of(List.of("a=1, b@c=2", "", "d=3"))).isEqualTo("a=1,b@c=2,d=3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A=1", "a", "a=", "=1", "a=b=c", "a=\u00e9", "a=1,b", "a b=1"})
    void a_malformed_one_is_dropped_as_a_whole(String text) {
        assertThat(TraceState.of(List.of(text))).isEmpty();
    }

    @Test
    void empty_members_are_allowed() {
        assertThat(TraceState.of(List.of("a=1,,b=2,"))).isEqualTo("a=1,b=2");
    }

    @Test
    void what_is_longer_or_more_than_the_standard_allows_is_dropped() {
        assertThat(TraceState.of(List.of(members(32)))).isEqualTo(members(32));
        assertThat(TraceState.of(List.of(members(33)))).isEmpty();
        assertThat(TraceState.of(List.of("a=" + "x".repeat(200) + ",b=" + "x".repeat(200) + ",c=" + "x".repeat(200))))
                .isEmpty();
    }

    @Test
    void a_copy_is_marked_in_front_and_stays_within_the_bounds() {
        assertThat(TraceState.shadowed("")).isEqualTo("understudy=shadow");
        assertThat(TraceState.shadowed("a=1,b=2")).isEqualTo("understudy=shadow,a=1,b=2");
        assertThat(TraceState.shadowed("a=1,understudy=none")).isEqualTo("understudy=shadow,a=1");
        assertThat(TraceState.shadowed(members(32)).split(",")).hasSize(32).startsWith("understudy=shadow", "k0=1");
        assertThat(TraceState.shadowed("a=" + "x".repeat(250) + ",b=" + "x".repeat(250)))
                .isEqualTo("understudy=shadow,a=" + "x".repeat(250));
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "k" + i + "=1").collect(Collectors.joining(","));
    }
}
