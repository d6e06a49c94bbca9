package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every response carries the pair's id, and none says which model answered unless the route reveals it. */
@ExtendWith(LeakGuard.class)
class RevealIT {
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering("{}"));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("{}"));
    private static final RunningGateway GATEWAY =
            RunningGateway.with("""
            models:
              old: {url: "%s"}
              new: {url: "%s"}
              gone: {url: "%s"}
            routes:
              - name: silent
                match: {path: {prefix: /silent}}
                ab: {arms: [{model: old, weight: 0}, {model: new, weight: 100}]}
              - name: open
                match: {path: {prefix: /open}}
                ab: {arms: [{model: old, weight: 0}, {model: new, weight: 100}]}
                reveal: true
              - {name: plain, match: {path: {prefix: /plain}}, model: old}
              - {name: gone, match: {path: {prefix: /gone}}, model: gone}
            """.formatted(LEGACY.url(), CANDIDATE.url(), FakeModel.refusing()));

    @BeforeEach
    void restore() {
        LEGACY.forget();
        CANDIDATE.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        LEGACY.close();
        CANDIDATE.close();
    }

    @Test
    void the_responses_id_is_the_records() throws Exception {
        RawResponse response = RawClient.get(GATEWAY.port(), "/silent");

        assertThat(GATEWAY.pair(response.id()).id()).isEqualTo(response.id()).matches("[0-9A-HJKMNP-TV-Z]{26}");
    }

    @Test
    void every_response_has_an_id_of_its_own() throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            String first =
                    client.send(RawClient.request("GET", "/plain", "")).read().id();
            String second =
                    client.send(RawClient.request("GET", "/plain", "")).read().id();

            assertThat(first).isNotEqualTo(second);
        }
    }

    @Test
    void errors_have_one_too() throws Exception {
        assertThat(RawClient.get(GATEWAY.port(), "/nowhere").id()).hasSize(26);
        assertThat(RawClient.get(GATEWAY.port(), "/gone").id()).hasSize(26);
        assertThat(RawClient.exchange(GATEWAY.port(), "GET / HTTP/1.1\r\n\r\n").id())
                .hasSize(26);
    }

    @Test
    void an_error_page_tells_what_and_nothing_of_the_inside() throws Exception {
        RawResponse response = RawClient.get(GATEWAY.port(), "/gone");

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.header("content-type")).contains("application/json");
        assertThat(response.body()).contains("\"error\"").contains(response.id());
        assertThat(response.body() + response.head())
                .doesNotContain("127.0.0.1")
                .doesNotContain("Exception")
                .doesNotContainIgnoringCase("netty")
                .doesNotContain("gone");
    }

    @Test
    void a_silent_route_does_not_tell_the_model() throws Exception {
        assertThat(RawClient.get(GATEWAY.port(), "/silent").head().toString()).doesNotContain("new");
    }

    @Test
    void an_open_route_tells_it() throws Exception {
        assertThat(RawClient.get(GATEWAY.port(), "/open").header("x-understudy-model"))
                .contains("new");
    }

    @Test
    void a_clients_own_headers_of_ours_go_nowhere() throws Exception {
        RawResponse response = RawClient.get(
                GATEWAY.port(),
                "/silent",
                "X-Understudy-Id: 01ARZ3NDEKTSV4RRFFQ69G5FAV",
                "X-Understudy-Model: old",
                "x-understudy-anything: 1");

        assertThat(response.id()).isNotEqualTo("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        assertThat(CANDIDATE.request(1).head().headers())
                .noneMatch(header -> header.name().toLowerCase(Locale.ROOT).startsWith("x-understudy"));
    }

    @Test
    void a_models_own_headers_of_ours_are_replaced() throws Exception {
        LEGACY.becomes(
                Behaviour.answering(200, Map.of("x-understudy-id", "forged", "x-understudy-model", "forged"), "{}"));

        RawResponse response = RawClient.get(GATEWAY.port(), "/plain");

        assertThat(response.head().all("x-understudy-id")).hasSize(1).doesNotContain("forged");
        assertThat(response.header("x-understudy-model")).isEmpty();
    }
}
