package dev.understudy.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebSocketHandshakeTest {
    private static final List<Map.Entry<String, String>> WISH = List.of(
            Map.entry("upgrade", "WebSocket"),
            Map.entry("connection", "keep-alive, Upgrade"),
            Map.entry("sec-websocket-version", "13"),
            Map.entry("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            Map.entry("sec-websocket-protocol", "superchat, chat"));

    @Test
    void the_proof_is_that_of_the_standards_example() {
        WebSocketHandshake handshake = WebSocketHandshake.of(request("GET", Version.HTTP_1_1, Fields.of(WISH)))
                .orElseThrow();

        assertThat(handshake.accept()).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(handshake.offered()).containsExactlyInAnyOrder("chat", "superchat");
    }

    @Test
    void every_part_of_the_wish_is_needed() {
        for (int i = 0; i < 4; i++) {
            int without = i;
            List<Map.Entry<String, String>> fields = WISH.stream()
                    .filter(field -> !field.equals(WISH.get(without)))
                    .toList();
            assertThat(WebSocketHandshake.of(request("GET", Version.HTTP_1_1, Fields.of(fields))))
                    .as(WISH.get(i).getKey())
                    .isEqualTo(Optional.empty());
        }
        assertThat(WebSocketHandshake.of(request("POST", Version.HTTP_1_1, Fields.of(WISH))))
                .isEmpty();
        assertThat(WebSocketHandshake.of(request("GET", Version.HTTP_1_0, Fields.of(WISH))))
                .isEmpty();
    }

    private static RequestHead request(String method, Version version, Fields fields) {
        return new RequestHead(method, "/", "a", version, fields, 0, false, false, true, null);
    }
}
