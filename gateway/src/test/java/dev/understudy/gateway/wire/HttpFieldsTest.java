package dev.understudy.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpFieldsTest {
    @Test
    void behind_a_body_stands_nothing_that_frames_routes_or_describes_the_message() {
        Fields trailers = Fields.of(List.of(
                Map.entry("grpc-status", "0"),
                Map.entry("content-length", "5"),
                Map.entry("transfer-encoding", "chunked"),
                Map.entry("host", "elsewhere"),
                Map.entry("content-type", "text/html"),
                Map.entry("x-understudy-id", "forged"),
                Map.entry("authorization", "Bearer x"),
                Map.entry("digest", "sha-256=x")));
        HeadBytes written = new HeadBytes().begin();

        HttpFields.writeTrailers(trailers, written);

        assertThat(written).hasToString("grpc-status: 0\r\ndigest: sha-256=x\r\n");
    }
}
