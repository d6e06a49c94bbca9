package dev.understudy.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.pair.Body;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyableTest {
    private static final Map<String, String> NONE = Map.of();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | /v1/chat/completions | {\"model\": \"m\", \"messages\": []} | true",
                "GET | /search?q=files | `` | true",
                "DELETE | /search | `` | false",
                "PUT | /search | {} | false",
                "POST | /v1/files?purpose=x | {} | false",
                "POST | /v1/chat/completions | {\"store\": true} | false",
                "POST | /v1/responses | {\"input\": \"x\"} | false",
                "POST | /v1/chat/completions | {\"tools\": [{\"type\": \"web_search\"}]} | false"
            })
    void what_leaves_something_behind_is_not_sent_again(String method, String path, String body, boolean isSent) {
        assertThat(Copyable.test(pair(method, path, NONE, body, List.of()))).isEqualTo(isSent);
    }

    @Test
    void whoever_opted_out_then_is_out_of_it_now() {
        assertThat(Copyable.test(pair("POST", "/a", Map.of("x-understudy-opt-out", "true"), "{}", List.of())))
                .isFalse();
        assertThat(Copyable.test(pair("POST", "/a", Map.of("x-understudy-opt-out", "False"), "{}", List.of())))
                .isTrue();
    }

    @Test
    void what_was_not_copied_then_is_not_sent_now() {
        Leg skipped = new Leg(
                Leg.Role.CANDIDATE,
                "new",
                null,
                0,
                Leg.Outcome.SKIPPED,
                "webSocket",
                null,
                NONE,
                null,
                Leg.Times.NONE,
                null);

        assertThat(Copyable.test(pair("GET", "/a", NONE, "", List.of(skipped)))).isFalse();
    }

    private static Pair pair(String method, String path, Map<String, String> headers, String body, List<Leg> legs) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Pair(
                "id",
                Instant.EPOCH,
                "gw",
                1,
                "route",
                "revision",
                "shadow",
                null,
                "old",
                "old",
                1,
                1,
                new Request(method, path, headers, new Body(bytes, bytes.length, false)),
                legs,
                null,
                List.of());
    }
}
