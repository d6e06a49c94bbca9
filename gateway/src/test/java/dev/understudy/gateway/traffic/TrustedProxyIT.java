package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Head;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RunningGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a hop that the configuration trusts says of those before it is passed on, and this hop is added to it. */
@ExtendWith(LeakGuard.class)
class TrustedProxyIT {
    private static final FakeModel MODEL = FakeModel.that(Behaviour.echoing());
    private static final RunningGateway GATEWAY = gateway("127.0.0.0/8");

    @BeforeEach
    void forget() {
        MODEL.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        MODEL.close();
    }

    @Test
    void its_word_is_passed_on_and_added_to() throws Exception {
        Head head = seen(
                GATEWAY,
                "X-Forwarded-For: 203.0.113.9",
                "X-Forwarded-For: 10.1.2.3",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: public.test",
                "X-Forwarded-Port: 443",
                "X-Real-IP: 203.0.113.9",
                "Forwarded: for=203.0.113.9;proto=https");

        assertThat(head.all("x-forwarded-for")).containsExactly("203.0.113.9, 10.1.2.3, 127.0.0.1");
        assertThat(head.all("x-forwarded-proto")).containsExactly("https");
        assertThat(head.all("x-forwarded-host")).containsExactly("public.test");
        assertThat(head.all("x-forwarded-port")).containsExactly("443");
        assertThat(head.all("x-real-ip")).containsExactly("203.0.113.9");
        assertThat(head.all("forwarded")).containsExactly("for=203.0.113.9;proto=https, for=127.0.0.1;proto=http");
    }

    @Test
    void what_it_does_not_say_is_said_of_itself() throws Exception {
        Head head = seen(GATEWAY);

        assertThat(head.all("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(head.all("x-forwarded-proto")).containsExactly("http");
        assertThat(head.all("x-forwarded-host")).containsExactly("models.test");
        assertThat(head.has("forwarded")).isFalse();
    }

    @Test
    void a_client_behind_it_cannot_take_its_word_away() throws Exception {
        Head head = seen(GATEWAY, "Connection: x-forwarded-for, forwarded", "X-Forwarded-For: 203.0.113.9");

        assertThat(head.all("x-forwarded-for")).containsExactly("203.0.113.9, 127.0.0.1");
    }

    @Test
    void nobody_else_is_believed() throws Exception {
        try (RunningGateway wary = gateway("10.0.0.0/8")) {
            Head head = seen(wary, "X-Forwarded-For: 203.0.113.9", "X-Real-IP: 203.0.113.9", "Forwarded: for=x");

            assertThat(head.all("x-forwarded-for")).containsExactly("127.0.0.1");
            assertThat(head.has("x-real-ip")).isFalse();
            assertThat(head.has("forwarded")).isFalse();
        }
    }

    private static Head seen(RunningGateway gateway, String... fields) throws Exception {
        RawClient.get(gateway.port(), "/", fields);
        return MODEL.request(1).head();
    }

    private static RunningGateway gateway(String trusted) {
        return RunningGateway.with("""
                listen: {http: "127.0.0.1:0", trustedProxies: ["%s"]}
                models: {model: {url: "%s"}}
                routes: [{name: all, match: {path: {prefix: /}}, model: model}]
                """.formatted(trusted, MODEL.url()));
    }
}
