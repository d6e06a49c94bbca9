package dev.understudy.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GrpcTest {
    @ParameterizedTest
    @CsvSource({
        "application/grpc, true",
        "application/grpc+proto, true",
        "Application/GRPC;charset=x, true",
        "application/grpc-web, false",
        "application/grpc-web+proto, false",
        "application/grp, false",
        "application/json, false"
    })
    void it_is_told_by_its_content_type(String type, boolean spoken) {
        assertThat(Grpc.isSpoken(fields("content-type", type))).isEqualTo(spoken);
        assertThat(Grpc.isSpoken(Fields.NONE)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1H, 3600000000000",
        "2M, 120000000000",
        "3S, 3000000000",
        "250m, 250000000",
        "7u, 7000",
        "99999999n, 99999999",
        "99999999H, 9223372036854775807",
        "123456789S, 9223372036854775807",
        "S, 9223372036854775807",
        "5, 9223372036854775807",
        "5x, 9223372036854775807",
        "-5S, 9223372036854775807"
    })
    void a_timeout_is_digits_and_a_unit_and_anything_else_is_none(String text, long nanos) {
        assertThat(Grpc.timeoutNanos(fields("grpc-timeout", text))).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "14, 14", "16, 16", "17, 2", "x, 2", "'', 2", "141, 2"})
    void a_status_is_in_the_trailers_or_in_a_head_that_is_all_there_is(String text, int status) {
        assertThat(Grpc.status(Fields.NONE, fields("grpc-status", text))).isEqualTo(status);
        assertThat(Grpc.status(fields("grpc-status", text), Fields.NONE)).isEqualTo(status);
    }

    @Test
    void an_answer_without_a_status_ended_nobody_knows_how() {
        assertThat(Grpc.status(Fields.NONE, Fields.NONE)).isEqualTo(Grpc.UNKNOWN);
    }

    @Test
    void a_unary_request_is_one_message_and_nothing_else() {
        assertThat(Grpc.isOneMessage(new byte[] {0, 0, 0, 0, 2, 7, 7})).isTrue();
        assertThat(Grpc.isOneMessage(new byte[] {0, 0, 0, 0, 0})).isTrue();
        assertThat(Grpc.isOneMessage(new byte[] {0, 0, 0, 0, 2, 7})).isFalse();
        assertThat(Grpc.isOneMessage(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0})).isFalse();
        assertThat(Grpc.isOneMessage(new byte[] {0, -1, -1, -1, -1})).isFalse();
        assertThat(Grpc.isOneMessage(new byte[4])).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void every_failure_of_ours_is_a_status_of_grpc_but_never_ok(Failure failure) {
        assertThat(failure.grpcStatus()).isBetween(1, 16);
        assertThat(Grpc.status(Grpc.failed(failure), Fields.NONE)).isEqualTo(failure.grpcStatus());
        assertThat(failure.explanation()).matches("[ -$&-~]+");
    }

    private static Fields fields(String name, String value) {
        return Fields.of(List.of(Map.entry(name, value)));
    }
}
