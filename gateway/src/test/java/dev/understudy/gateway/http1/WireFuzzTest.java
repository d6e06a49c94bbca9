package dev.understudy.gateway.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.gateway.http2.RequestFields;
import dev.understudy.gateway.wire.DotSegments;
import dev.understudy.gateway.wire.RequestHead;
import dev.understudy.pair.StreamAssembly;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The laws of whatever reads what comes over the wire, for any bytes. As a test it goes over the inputs that are kept in
 * {@code WireFuzzTestInputs}; {@code .ci/fuzz} looks for new ones.
 */
class WireFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FOR = "3m";

    /** The first byte says how the others are cut. */
    @FuzzTest(maxDuration = FOR)
    void a_clients_bytes(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        List<Object> seen = RequestReading.of(bytes, bytes.length);
        List<Object> whole = RequestReading.joined(seen);

        assertThat(RequestReading.joined(RequestReading.of(bytes, 1 + (input[0] & 0x3f))))
                .isEqualTo(whole);
        assertThat(RequestReading.accepted(whole)).isLessThanOrEqualTo(RequestReading.acceptedByNetty(bytes));
        for (Object event : seen) {
            if (event instanceof RequestHead head && head.problem() == null) {
                assertThat(head.target()).matches("\\*|/[!-~]*");
                assertThat(head.contentLength()).isGreaterThanOrEqualTo(-1);
            }
        }
    }

    /** The first byte says how the others are cut. */
    @FuzzTest(maxDuration = FOR)
    void a_models_bytes(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        List<String> whole = ResponseReading.of(bytes, bytes.length);

        assertThat(ResponseReading.of(bytes, 1 + (input[0] & 0x3f))).isEqualTo(whole);
        assertThat(ResponseReading.accepted(whole)).isLessThanOrEqualTo(ResponseReading.acceptedByNetty(bytes));
    }

    /** The first byte says how the others are cut; they are what follows the head of a request in chunks. */
    @FuzzTest(maxDuration = FOR)
    void a_body_in_chunks(byte[] input) {
        byte[] head = "\u0000POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(ISO_8859_1);
        byte[] message = Arrays.copyOf(head, head.length + Math.max(0, input.length - 1));
        System.arraycopy(input, Math.min(1, input.length), message, head.length, message.length - head.length);
        message[0] = input.length == 0 ? 0 : input[0];

        a_clients_bytes(message);
    }

    /** What is taken of HTTP/2's fields may be written as HTTP/1.1, where it is the same request and no other. */
    @FuzzTest(maxDuration = FOR)
    void a_head_of_http2(byte[] input) {
        RequestHead head = RequestFields.head(Http2Reading.headers(input), true).orElse(null);
        if (head == null || head.problem() != null) {
            return;
        }
        byte[] written = Http2Reading.written(head);
        if (written.length > RequestReading.HEAD_BYTES_MAX) {
            return;
        }
        List<Object> seen = RequestReading.of(written, written.length);

        assertThat(seen).hasSize(2).last().isEqualTo("end");
        assertThat(seen).first().isInstanceOfSatisfying(RequestHead.class, same -> {
            assertThat(same.problem()).isNull();
            assertThat(same.method()).isEqualTo(head.method());
            assertThat(same.target()).isEqualTo(head.target());
            assertThat(same.host()).isEqualTo(head.host());
            assertThat(Http2Reading.lines(same)).isEqualTo(Http2Reading.lines(head));
        });
    }

    @FuzzTest(maxDuration = FOR)
    void a_target(byte[] input) {
        for (byte octet : input) {
            if (!Octets.isTarget(octet)) {
                return;
            }
        }
        String target = new String(input, ISO_8859_1);
        if (target.isEmpty() || !Target.isValid(target, "GET") || !Target.isEscaped(target)) {
            return;
        }
        String origin = Target.originForm(target, "GET");
        int query = origin.indexOf('?');
        Optional<String> followed = DotSegments.followed(query < 0 ? origin : origin.substring(0, query));

        assertThat(origin).startsWith("/");
        assertThat(followed.flatMap(DotSegments::followed)).isEqualTo(followed);
        assertThat(followed.orElse("/").split("/", -1)).doesNotContain(".", "..");
    }

    @FuzzTest(maxDuration = FOR)
    void a_stream_of_events(byte[] input) throws IOException {
        for (boolean cut : new boolean[] {true, false}) {
            assertThat(JSON.readTree(StreamAssembly.of(input, cut).json())).isNotNull();
        }
    }
}
