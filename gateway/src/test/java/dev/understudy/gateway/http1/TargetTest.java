package dev.understudy.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms of a request's target. */
class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "/a?b, GET, /a?b",
        "*, OPTIONS, *",
        "http://a, GET, /",
        "http://a, OPTIONS, *",
        "http://a/, OPTIONS, /",
        "http://a?q, OPTIONS, /?q",
        "HTTPS://a:1/b?c, GET, /b?c",
    })
    void the_model_gets_it_in_origin_form(String target, String method, String origin) {
        assertThat(Target.isValid(target, method)).isTrue();
        assertThat(Target.originForm(target, method)).isEqualTo(origin);
    }

    @ParameterizedTest
    @CsvSource({
        "a, true",
        "a:0, true",
        "a:65535, true",
        "a:65536, false",
        "[::1], true",
        "[::1]:1, true",
        "'', false",
        ":1, false",
        "[::1, false",
        "[[::1]], false",
        "[::1%25x], false",
        "[127.0.0.1], false",
        "a%41, true",
        "a%4, false",
        "a@b, false",
    })
    void a_host_is_a_name_or_an_address_with_an_optional_port(String authority, boolean is) {
        assertThat(Target.isAuthority(authority)).isEqualTo(is);
    }
}
