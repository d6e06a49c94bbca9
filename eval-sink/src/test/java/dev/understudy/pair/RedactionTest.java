package dev.understudy.pair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Percent;
import dev.understudy.config.Pointer;
import dev.understudy.config.Recording;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String CANARY = "canary-7f3a";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization",
                "proxy-authorization",
                "cookie",
                "set-cookie",
                "x-api-key",
                "api-key",
                "x-goog-api-key",
                "x-auth-token",
                "x-amz-security-token",
                "client-secret",
                "x-password",
                "x-of-the-route"
            })
    void a_credential_in_a_header_is_never_kept(String name) {
        Pair pair = pair("/", Map.of(name, CANARY, "accept", "*/*"), "{}", leg(Map.of(name, CANARY), "{}"));

        Pair clean = redaction(Set.of("x-of-the-route")).apply(pair);

        assertThat(line(clean)).doesNotContain(CANARY);
        assertThat(clean.request().headers()).containsEntry(name, "[redacted]").containsEntry("accept", "*/*");
        assertThat(clean.legs().get(0).headers()).containsEntry(name, "[redacted]");
    }

    @Test
    void a_count_of_tokens_is_no_credential() {
        Map<String, String> headers = Map.of("x-ratelimit-remaining-tokens", "149984");

        assertThat(redaction(Set.of()).apply(pair("/", headers, "")).request().headers())
                .isEqualTo(headers);
    }

    @ParameterizedTest
    @CsvSource({
        "/a?key=canary&q=1, /a?key=[redacted]&q=1",
        "/a?q=1&API_KEY=canary, /a?q=1&API_KEY=[redacted]",
        "/a?access%5Ftoken=canary, /a?access%5Ftoken=[redacted]",
        "/a?q=1;sig=canary, /a?q=1;sig=[redacted]",
        "/a?token=can?ary&password=canary#x, /a?token=[redacted]&password=[redacted]#x",
        "/key=a?keyword=b, /key=a?keyword=b",
        "/a?key, /a?key",
        "/a?%zz=1&signature=canary, /a?%zz=1&signature=[redacted]"
    })
    void a_credential_in_the_query_is_never_kept(String path, String expected) {
        assertThat(redaction(Set.of()).apply(pair(path, Map.of(), "")).request().path())
                .isEqualTo(expected);
    }

    @Test
    void a_credential_in_an_address_of_a_header_is_never_kept() {
        Leg leg = leg(Map.of("location", "https://a/b?x=1&access_token=" + CANARY), "");

        assertThat(redaction(Set.of())
                        .apply(pair("/", Map.of(), "", leg))
                        .legs()
                        .get(0)
                        .headers())
                .containsEntry("location", "https://a/b?x=1&access_token=[redacted]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"user\":{\"email\":\"canary\",\"n\":1}} | {\"user\":{\"email\":\"[redacted]\",\"n\":1}}",
                "{\"user\":{\"email\":{\"deep\":[\"canary\"]}}} | {\"user\":{\"email\":\"[redacted]\"}}",
                "{\"user\":{\"email\":\"canary\"},\"user\":{\"email\":\"canary\"}} |"
                        + " {\"user\":{\"email\":\"[redacted]\"},\"user\":{\"email\":\"[redacted]\"}}",
                "{\"n\":1.50,\"big\":12345678901234567890123,\"e\":1E400} |"
                        + " {\"n\":1.50,\"big\":12345678901234567890123,\"e\":1E400}",
                "{\"list\":[{\"x\":1},\"canary\",[]]} | {\"list\":[{\"x\":1},\"[redacted]\",[]]}",
                "{\"a/b\":\"canary\",\"\":\"\\ud83d\"} | {\"a/b\":\"[redacted]\",\"\":\"\ufffd\"}",
                "[] | []",
                "null | null"
            })
    void the_fields_a_route_names_are_not_kept(String body, String expected) {
        Redaction redaction = redaction(Set.of(), "/user/email", "/list/1", "/a~1b");

        Pair clean = redaction.apply(pair("/", Map.of(), body, leg(Map.of(), body)));

        assertThat(text(clean.request().body())).isEqualTo(expected);
        assertThat(text(clean.legs().get(0).body())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"user\":{\"email\":\"canary-7f3a\"", "email=canary-7f3a", "{} {\"a\":\"canary-7f3a\"}", " "})
    void a_body_whose_fields_cannot_be_found_is_not_kept(String body) {
        Pair clean = redaction(Set.of(), "/user/email").apply(pair("/", Map.of(), body, leg(Map.of(), body)));

        assertThat(line(clean)).doesNotContain(CANARY).contains("\"bodyOmitted\":\"fields are to be redacted");
        assertThat(clean.request().body().truncated()).isTrue();
        assertThat(clean.request().body().length()).isEqualTo(body.length());
    }

    @Test
    void a_body_that_was_cut_or_compressed_is_not_kept() {
        Body cut = new Body("{}".getBytes(StandardCharsets.UTF_8), 100, true);
        Redaction redaction = redaction(Set.of(), "/a");

        Stream<Body> bodies = Stream.of(
                redaction.apply(pair("/", Map.of(), cut)).request().body(),
                redaction
                        .apply(pair("/", Map.of("content-encoding", "gzip"), "{}"))
                        .request()
                        .body(),
                redaction
                        .apply(pair(
                                "/",
                                Map.of(),
                                "",
                                leg(Map.of("content-type", "text/event-stream", "content-encoding", "gzip"), "{}")))
                        .legs()
                        .get(0)
                        .body());

        assertThat(bodies).allSatisfy(body -> {
            assertThat(body.bytes()).isEmpty();
            assertThat(body.omitted()).isNotNull();
        });
    }

    @Test
    void without_pointers_no_body_is_touched() {
        String body = "{\"a\" : \"not even JSON";

        assertThat(text(redaction(Set.of())
                        .apply(pair("/", Map.of(), body))
                        .request()
                        .body()))
                .isEqualTo(body);
    }

    @Test
    void a_stream_is_assembled_before_its_fields_are_redacted() {
        String stream = "data: {\"object\":\"chat.completion.chunk\",\"user\":{\"email\":\"canary-7f3a\"},"
                + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}\n\n";
        Leg leg = leg(Map.of("content-type", "text/event-stream"), stream);

        Leg clean = redaction(Set.of(), "/user/email")
                .apply(pair("/", Map.of(), "", leg))
                .legs()
                .get(0);

        assertThat(text(clean.body())).contains("\"email\":\"[redacted]\"").contains("\"content\":\"hi\"");
        assertThat(clean.stream()).isEqualTo(new Leg.Stream(1, true));
    }

    @Test
    void in_a_stream_of_other_events_each_of_them_is_redacted() {
        String stream = "data: {\"user\":{\"email\":\"canary-7f3a\"}}\n\ndata: {\"user\": canary-7f3a\n\n";
        Leg leg = leg(Map.of("content-type", "text/event-stream"), stream);

        Pair clean = redaction(Set.of(), "/user/email").apply(pair("/", Map.of(), "", leg));

        assertThat(text(clean.legs().get(0).body()))
                .isEqualTo("[{\"user\":{\"email\":\"[redacted]\"}},\"[redacted]\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"user\":{\"email\":\"canary-7f3a\"}}", "<p>canary-7f3a</p>"})
    void what_is_called_a_stream_and_has_no_event_is_redacted_as_what_it_is(String body) {
        Leg leg = leg(Map.of("content-type", "text/event-stream"), body);

        Pair clean = redaction(Set.of(), "/user/email").apply(pair("/", Map.of(), "", leg));

        assertThat(new String(PairCodec.encode(clean), StandardCharsets.UTF_8)).doesNotContain("canary");
    }

    private static Redaction redaction(Set<String> headers, String... pointers) {
        return Redaction.of(new Recording(
                Percent.ALL,
                1024,
                headers,
                Stream.of(pointers).map(Pointer::new).toList()));
    }

    private static Pair pair(String path, Map<String, String> headers, String body, Leg... legs) {
        return pair(path, headers, body(body), legs);
    }

    private static Pair pair(String path, Map<String, String> headers, Body body, Leg... legs) {
        return new Pair(
                "id",
                Instant.EPOCH,
                "gw-1",
                1,
                "route",
                "revision",
                "shadow",
                null,
                "a",
                "a",
                1,
                1,
                new Request("POST", path, headers, body),
                List.of(legs),
                null,
                List.of());
    }

    private static Leg leg(Map<String, String> headers, String body) {
        return new Leg(
                Leg.Role.LEGACY, "a", null, 1, Leg.Outcome.OK, null, 200, headers, body(body), Leg.Times.NONE, null);
    }

    private static Body body(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Body(bytes, bytes.length, false);
    }

    private static String text(@Nullable Body body) {
        return body == null ? "" : new String(body.bytes(), StandardCharsets.UTF_8);
    }

    private static String line(Pair pair) {
        return new String(PairCodec.encode(pair), StandardCharsets.UTF_8);
    }
}
