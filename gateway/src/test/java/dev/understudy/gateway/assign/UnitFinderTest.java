package dev.understudy.gateway.assign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Identity;
import dev.understudy.config.Identity.Source;
import dev.understudy.config.Pointer;
import dev.understudy.config.UnitKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitFinderTest {
    private static final UnitFinder FINDER = new UnitFinder(new Identity(
            List.of(
                    new Source.Header("x-user-id"),
                    new Source.JwtClaim("sub"),
                    new Source.BodyField(new Pointer("/user"))),
            List.of(new Source.BodyField(new Pointer("/meta/ids/1")))));

    @Test
    void the_first_source_that_is_present_wins_and_is_named() {
        String token = token("{\"sub\":\"jwt\"}");
        String body = "{\"user\":\"body\"}";

        assertThat(user(Map.of("x-user-id", "header", "authorization", token), body))
                .contains(new Unit(UnitKind.USER, "header:x-user-id", "header"));
        assertThat(user(Map.of("authorization", token), body)).contains(new Unit(UnitKind.USER, "jwtClaim:sub", "jwt"));
        assertThat(user(Map.of(), body)).contains(new Unit(UnitKind.USER, "bodyField:/user", "body"));
        assertThat(user(Map.of(), "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t  "})
    void a_blank_key_is_none_and_the_next_source_is_asked(String blank) {
        assertThat(user(Map.of("x-user-id", blank), "{\"user\":\"body\"}"))
                .map(Unit::key)
                .contains("body");
    }

    @Test
    void space_around_a_key_is_not_part_of_it() {
        assertThat(user(Map.of("x-user-id", " alice "), "")).map(Unit::key).contains("alice");
    }

    @Test
    void a_key_of_1024_characters_is_one_and_a_longer_one_is_none() {
        String longest = "u".repeat(1024);

        assertThat(user(Map.of("x-user-id", longest), "")).map(Unit::key).contains(longest);
        assertThat(user(Map.of("x-user-id", longest + "u"), "")).isEmpty();
        assertThat(user(Map.of(), "{\"user\":\"" + longest + "u\"}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{'sub':'alice'} | alice",
                "{'x':{'sub':'no'},'sub':'yes'} | yes",
                "{'sub':42} | 42",
                "{'sub':12345678901234567890123} | 12345678901234567890123",
                "{'sub':1.50} | 1.50",
                "{'sub':true} | true",
                "{'sub':'\\u00e9'} | \u00e9",
                "{'sub':null} | ``",
                "{'sub':''} | ``",
                "{'sub':{'sub':'no'}} | ``",
                "{'sub':['no']} | ``",
                "{'other':'no'} | ``",
                "[] | ``",
                "'sub' | ``",
                "{'sub | ``",
                "`` | ``",
            })
    void a_claim_is_any_scalar_but_null(String payload, String key) {
        String json = payload.replace('\'', '"');
        Optional<String> found = user(Map.of("authorization", token(json)), "").map(Unit::key);

        assertThat(found).isEqualTo(Optional.of(key).filter(text -> !text.isEmpty()));
        assertThat(user(Map.of(), json.replace("\"sub\":", "\"user\":")).map(Unit::key))
                .isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer x",
                "Bearer a.b",
                "Bearer a.b.c.d",
                "Bearer ..",
                "Bearer h.!!!.s",
                "Bearer h.eyJ.s",
                "Bearer h.\u00e9\u65e5.s",
                "Basic YTpi",
                "Bearer h.e30.s",
            })
    void a_token_that_is_none_has_no_claim(String authorization) {
        assertThat(user(Map.of("authorization", authorization), "")).isEmpty();
    }

    @Test
    void a_token_may_be_padded_unsigned_and_its_scheme_in_any_case() {
        String payload = Base64.getUrlEncoder().encodeToString(bytes("{\"sub\":\"anna\"}"));

        assertThat(payload).endsWith("=");
        assertThat(user(Map.of("authorization", "bEARER e30." + payload + "."), ""))
                .map(Unit::key)
                .contains("anna");
    }

    @Test
    void a_token_beyond_16_kibibytes_is_not_read() {
        String claims = "{\"sub\":\"alice\",\"x\":\"" + "x".repeat(16 * 1024) + "\"}";

        assertThat(user(Map.of("authorization", token(claims)), "")).isEmpty();
    }

    @Test
    void a_pointer_goes_through_objects_and_lists() {
        assertThat(FINDER.find(UnitKind.CONVERSATION, request(Map.of(), "{\"meta\":{\"ids\":[\"a\",\"b\"]}}")))
                .contains(new Unit(UnitKind.CONVERSATION, "bodyField:/meta/ids/1", "b"));
        assertThat(FINDER.find(UnitKind.CONVERSATION, request(Map.of(), "{\"meta\":{\"ids\":[\"a\"]}}")))
                .isEmpty();
    }

    @Test
    void a_request_is_its_own_unit_and_is_looked_for_nowhere() {
        assertThat(FINDER.find(UnitKind.REQUEST, request(Map.of("x-user-id", "alice"), "")))
                .isEmpty();
        assertThat(FINDER.needsBody(UnitKind.REQUEST)).isFalse();
        assertThat(FINDER.needsBody(UnitKind.USER)).isTrue();
        assertThat(new UnitFinder(new Identity(List.of(new Source.Header("x")), List.of())).needsBody(UnitKind.USER))
                .isFalse();
    }

    @Test
    void a_key_is_not_printed() {
        assertThat(new Unit(UnitKind.USER, "header:x-user-id", "alice")).hasToString("user from header:x-user-id");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damaged_bodies_and_tokens_have_a_key_or_none_but_never_throw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] good = bytes("{\"a\":[1,{\"user\":\"x\"}],\"sub\":\"s\\u00e9\",\"user\":\"alice\",\"z\":-1.5e3}");
        for (int i = 0; i < 5_000; i++) {
            byte[] body = good.clone();
            for (int n = random.nextInt(4); n > 0; n--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            String token = "Bearer e30." + Base64.getUrlEncoder().encodeToString(body) + ".s";
            View request = new View(Map.of("authorization", token), Optional.of(body));

            assertThat(FINDER.find(UnitKind.USER, request))
                    .satisfiesAnyOf(
                            unit -> assertThat(unit).isEmpty(),
                            unit -> assertThat(unit.orElseThrow().key()).isNotBlank());
        }
    }

    @Test
    void a_body_nested_without_end_has_no_key() {
        assertThat(user(Map.of(), "{\"x\":" + "[".repeat(200_000))).isEmpty();
    }

    private static Optional<Unit> user(Map<String, String> headers, String body) {
        return FINDER.find(UnitKind.USER, request(headers, body));
    }

    private static RequestView request(Map<String, String> headers, String body) {
        return new View(headers, body.isEmpty() ? Optional.empty() : Optional.of(bytes(body)));
    }

    private static String token(String claims) {
        return "Bearer e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(claims)) + ".c2ln";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record View(Map<String, String> headers, Optional<byte[]> body) implements RequestView {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }
}
