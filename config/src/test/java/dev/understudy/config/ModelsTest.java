package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Model.Breaker;
import dev.understudy.config.Model.Credentials;
import dev.understudy.config.Model.Price;
import dev.understudy.config.Model.Rewrite;
import dev.understudy.config.Model.Timeouts;
import dev.understudy.config.Model.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {
    @Test
    void a_model_needs_no_more_than_its_url() {
        assertThat(Yaml.model("{url: \"http://h:1\"}"))
                .isEqualTo(new Model(
                        "a",
                        List.of(URI.create("http://h:1")),
                        Tls.DEFAULT,
                        false,
                        Timeouts.DEFAULT,
                        1024,
                        Breaker.DEFAULT,
                        new Credentials.CallersForLegacyOnly(),
                        Rewrite.NONE,
                        Selection.DEFAULT,
                        Optional.empty()));
    }

    @Test
    void every_setting_is_taken_from_the_file() {
        Model model = Yaml.model("""
                {endpoints: ["http://h:1/base/", "HTTPS://[::1]:2"],
                 tls: {ca: /ca, certificate: /cert, key: /key, serverName: a.b-c, verify: true}, http2: true,
                 timeout: {connect: 1ms, firstByte: 2ms, firstToken: 3ms, idle: 3ms, total: 4ms}, maxInFlight: 5,
                 breaker: {failureRate: 12.5, minimumCalls: 7, openFor: 8s},
                 credentials: {bearer: {env: TOKEN}}, rewrite: {setHeaders: {X-Tier: "1"}, setBody: {/a~1b: {c: [1, 0.50, "x\\"", true, null]}, /t: 0}, maxBody: 2KiB},
                 balance: {slowStart: 1s, panicPercent: 2.5},
                 ejection: {consecutiveFailures: 3, baseTime: 4s, maxTime: 5s, maxPercent: 6},
                 retry: {attempts: 7, on: [firstByteTimeout], budgetPercent: 8, minPerSecond: 9},
                 retryAfter: {max: 10s, default: 17s}, connections: {warm: 1, idle: 11, idleTime: 12s, streams: 18},
                 health: {path: "/up?x", interval: 13s, timeout: 14s, healthy: 15, unhealthy: 16, status: [217]},
                 price: {inputPerMillion: 1, outputPerMillion: 2.5, cachedInputPerMillion: 0.5, currency: EUR}}
                """.replace("\n", " "));

        assertThat(model)
                .isEqualTo(new Model(
                        "a",
                        List.of(URI.create("http://h:1/base"), URI.create("https://[::1]:2")),
                        new Tls(Path.of("/ca"), Path.of("/cert"), Path.of("/key"), "a.b-c", true),
                        true,
                        new Timeouts(
                                Duration.ofMillis(1),
                                Duration.ofMillis(2),
                                Duration.ofMillis(3),
                                Duration.ofMillis(3),
                                Duration.ofMillis(4)),
                        5,
                        new Breaker(12.5, 7, Duration.ofSeconds(8)),
                        new Credentials.Bearer(new Secret.FromEnvironment("TOKEN")),
                        new Rewrite(
                                Map.of("x-tier", "1"),
                                Map.of(
                                        new Pointer("/a~1b"),
                                        "{\"c\":[1,0.50,\"x\\\"\",true,null]}",
                                        new Pointer("/t"),
                                        "0"),
                                2048),
                        new Selection(
                                new Selection.Balance(Duration.ofSeconds(1), 2.5),
                                new Selection.Ejection(3, Duration.ofSeconds(4), Duration.ofSeconds(5), 6),
                                new Selection.Retry(7, Set.of(Selection.Retry.Cause.FIRST_BYTE_TIMEOUT), 8, 9),
                                new Selection.RetryAfter(Duration.ofSeconds(10), Duration.ofSeconds(17)),
                                new Selection.Connections(1, 11, Duration.ofSeconds(12), 18),
                                Optional.of(new Selection.Health(
                                        "/up?x", Duration.ofSeconds(13), Duration.ofSeconds(14), 15, 16, Set.of(217)))),
                        Optional.of(new Price(1, 2.5, 0.5, "EUR"))));
    }

    @Test
    void health_is_looked_at_only_if_the_file_says_so_and_its_parts_have_defaults() {
        assertThat(Yaml.model("{url: \"http://h:1\", health: {}}").selection().health())
                .contains(Selection.Health.DEFAULT);
        assertThat(Yaml.model("{url: \"http://h:1\"}").selection().health()).isEmpty();
    }

    @Test
    void one_timeout_is_for_the_first_byte_and_for_everything_and_cuts_the_rest() {
        assertThat(Yaml.model("{url: \"http://h:1\", timeout: 300ms}").timeouts())
                .isEqualTo(new Timeouts(
                        Duration.ofMillis(300),
                        Duration.ofMillis(300),
                        Duration.ofMillis(300),
                        Duration.ofMillis(300),
                        Duration.ofMillis(300)));
        assertThat(Yaml.model("{url: \"http://h:1\", timeout: 2m}").timeouts())
                .isEqualTo(new Timeouts(
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(2)));
    }

    @Test
    void a_total_cuts_the_parts_that_are_not_given_and_a_part_stretches_a_total_that_is_not() {
        assertThat(Yaml.model("{url: \"http://h:1\", timeout: {total: 5s}}").timeouts())
                .isEqualTo(new Timeouts(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5)));
        assertThat(Yaml.model("{url: \"http://h:1\", timeout: {firstByte: 10m}}")
                        .timeouts()
                        .total())
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void a_certificate_is_verified_unless_the_file_says_that_it_is_not() {
        assertThat(Yaml.model("{url: \"https://h:1\"}").tls()).isEqualTo(Tls.DEFAULT);
        assertThat(Yaml.model("{url: \"https://h:1\", tls: {}}").tls().verify()).isTrue();
        assertThat(Yaml.model("{url: \"https://h:1\", tls: {verify: false}}")
                        .tls()
                        .verify())
                .isFalse();
    }

    @Test
    void credentials_pass_through_only_when_they_are_told_to() {
        assertThat(Yaml.model("{url: \"http://h:1\", credentials: {passThrough: true}}")
                        .credentials())
                .isEqualTo(new Credentials.PassThrough());
        assertThat(Yaml.model("{url: \"http://h:1\", credentials: {passThrough: false}}")
                        .credentials())
                .isEqualTo(new Credentials.CallersForLegacyOnly());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                     | models.a.endpoints: missing (expected: url: http://host:port, or a list of endpoints)
                    {url: "http://h:1", endpoints: ["http://h:2"]}         | models.a.endpoints: endpoints beside url (expected: one of the two)
                    {endpoints: []}                                        | models.a.endpoints: 0 elements (expected: 1..1000)
                    {endpoints: ["http://h:1", "http://h:1/"]}             | models.a.endpoints[1]: "http://h:1/" stands in this list already, in line 3 (expected: once)
                    {url: "http://h:1", tls: {}}                           | models.a.tls: tls, and no endpoint that begins with https:// (expected: https:// endpoints, or no tls)
                    {url: "https://h:1", tls: {certificate: /c}}           | models.a.tls: a certificate without a key (expected: both)
                    {url: "https://h:1", tls: {key: /k}}                   | models.a.tls: a key without a certificate (expected: both)
                    {url: "https://h:1", tls: {ca: /c, verify: false}}     | models.a.tls.verify: false beside ca, which would then be for nothing (expected: one of the two)
                    {url: "https://h:1", tls: {insecure: true}}            | models.a.tls.insecure: unknown key (expected: ca, certificate, key, serverName, verify)
                    {url: "https://h:1", tls: {serverName: "a b"}}         | models.a.tls.serverName: "a b" (expected: a host's name, such as ranker.internal)
                    {url: "https://h:1", tls: {verify: no}}                | models.a.tls.verify: "no" (expected: true or false)
                    {url: "http://h:1", http2: h2c}                        | models.a.http2: "h2c" (expected: true or false)
                    {url: "http://h:1", maxInFlight: 0}                    | models.a.maxInFlight: 0 (expected: a whole number from 1 to 1000000)
                    {url: "http://h:1", maxInflight: 1}                    | models.a.maxInflight: unknown key, did you mean maxInFlight? (expected: url, endpoints, tls, http2, timeout, maxInFlight, breaker, credentials, rewrite, balance, ejection, retry, retryAfter, connections, health, price)
                    {url: "http://h:1", timeout: {connect: 2s, total: 1s}} | models.a.timeout.connect: 2s (expected: at most total, which is 1s)
                    {url: "http://h:1", timeout: 1.5s}                     | models.a.timeout: "1.5s" (expected: a duration from 1ms to 1d, such as 300ms, 10s, 5m, 1h or 14d)
                    {url: "http://h:1", breaker: {failureRate: 0}}         | models.a.breaker.failureRate: 0 (expected: a percentage above 0)
                    {url: "http://h:1", breaker: {minimumCalls: 10001}}    | models.a.breaker.minimumCalls: 10001 (expected: a whole number from 1 to 10000)
                    {url: "http://h:1", ejection: {baseTime: 10s, maxTime: 5s}} | models.a.ejection.maxTime: 5s (expected: at least baseTime, which is 10s)
                    {url: "http://h:1", ejection: {consecutiveFailures: 0}} | models.a.ejection.consecutiveFailures: 0 (expected: a whole number from 1 to 1000000)
                    {url: "http://h:1", balance: {panicPercent: 101}}      | models.a.balance.panicPercent: 101 (expected: a number from 0 to 100)
                    {url: "http://h:1", retry: {attempts: 0}}              | models.a.retry.attempts: 0 (expected: a whole number from 1 to 10)
                    {url: "http://h:1", retry: {on: [status5xx]}}          | models.a.retry.on[0]: "status5xx" (expected: connectError, reset, firstByteTimeout)
                    {url: "http://h:1", retryAfter: 60s}                   | models.a.retryAfter: a string (expected: a mapping with max, default)
                    {url: "http://h:1", connections: {idle: -1}}           | models.a.connections.idle: -1 (expected: a whole number from 0 to 100000)
                    {url: "http://h:1", connections: {warm: 3, idle: 2}}   | models.a.connections.warm: 3 (expected: at most idle, which is 2)
                    {url: "http://h:1", health: {path: healthz}}           | models.a.health.path: "healthz" (expected: a path and perhaps a query, such as /healthz)
                    {url: "http://h:1", health: {status: [100]}}           | models.a.health.status[0]: 100 (expected: a whole number from 200 to 599)
                    {url: "http://h:1", health: {interval: 1ms}}           | models.a.health.interval: "1ms" (expected: a duration from 10ms to 1d, such as 300ms, 10s, 5m, 1h or 14d)
                    {url: "http://h:1", protocol: h2}                      | models.a.protocol: not supported yet: naming a protocol; http2: true calls the model over HTTP/2, which gRPC needs; remove it
                    {url: "http://h:1", credentials: {}}                   | models.a.credentials: neither bearer nor passThrough (expected: bearer: {file: /path/to/it} or {env: NAME_OF_VARIABLE}, or passThrough: true)
                    {url: "http://h:1", credentials: {passThrough: yes}}   | models.a.credentials.passThrough: "yes" (expected: true or false)
                    {url: "http://h:1", rewrite: {setHeaders: {"a b": x}}} | models.a.rewrite.setHeaders["a b"]: "a b" (expected: a header's name: letters, digits and hyphens)
                    {url: "http://h:1", rewrite: {setHeaders: {a: x, A: y}}} | models.a.rewrite.setHeaders.A: the header is set already, with other capitals (expected: once)
                    {url: "http://h:1", rewrite: {setHeaders: {a: "x\\r\\ny: z"}}} | models.a.rewrite.setHeaders.a: "x\\u000d\\u000ay: z" (expected: a header's value: one line, no spaces around it)
                    {url: "http://h:1", rewrite: {setHeaders: {content-length: "1"}}} | models.a.rewrite.setHeaders.content-length: a header of the connection, which the gateway sets itself (expected: another header)
                    {url: "http://h:1", timeout: {firstToken: 2s, total: 1s}} | models.a.timeout.firstToken: 2s (expected: at most total, which is 1s)
                    {url: "http://h:1", rewrite: {setBody: {/stream: false}}} | models.a.rewrite.setBody./stream: the mode, in which all models are asked alike (expected: another pointer)
                    {url: "http://h:1", rewrite: {setBody: {model: x}}}    | models.a.rewrite.setBody.model: "model" (expected: a JSON pointer within the body, such as /model)
                    {url: "http://h:1", rewrite: {setBody: {/a~2: x}}}     | models.a.rewrite.setBody["/a~2"]: "/a~2" (expected: a JSON pointer with ~0 for ~ and ~1 for / in its names)
                    {url: "http://h:1", rewrite: {setBody: {/a/b: 1, /a: 2}}} | models.a.rewrite.setBody./a: one of it and "/a/b" lies within the other (expected: places apart from each other)
                    {url: "http://h:1", rewrite: {setBody: {/a: .inf}}}    | models.a.rewrite.setBody./a: .inf (expected: a number as JSON writes it, such as 0.7 or -3)
                    {url: "http://h:1", rewrite: {setBody: {/a: }}}        | models.a.rewrite.setBody./a: nothing (expected: a value)
                    {url: "http://h:1", rewrite: {setBody: {}}}            | models.a.rewrite.setBody: 0 pointers (expected: 1..100)
                    {url: "http://h:1", price: {inputPerMillion: 1}}       | models.a.price.outputPerMillion: missing (expected: what a million tokens of output cost)
                    {url: "http://h:1", price: {inputPerMillion: -1, outputPerMillion: 1}} | models.a.price.inputPerMillion: -1 (expected: a number from 0 to 1000000000)
                    {url: "http://h:1", price: {inputPerMillion: 1, outputPerMillion: 1, currency: usd}} | models.a.price.currency: "usd" (expected: a currency of three capitals, such as USD or EUR)
                    """)
    void what_is_wrong_is_said_with_what_was_expected(String model, String problem) {
        assertThat(Yaml.problems(Yaml.withModel(model))).containsExactly(problem);
    }

    @Test
    void a_price_needs_no_more_than_input_and_output() {
        assertThat(Yaml.model("{url: \"http://h:1\", price: {inputPerMillion: 2, outputPerMillion: 8}}")
                        .price())
                .contains(new Price(2, 8, 2, "USD"));
    }

    @Test
    void all_prices_are_in_one_currency() {
        assertThat(Yaml.problems("""
                version: 1
                models:
                  a: {url: "http://h:1", price: {inputPerMillion: 1, outputPerMillion: 1}}
                  b: {url: "http://h:2", price: {inputPerMillion: 1, outputPerMillion: 1, currency: EUR}}
                routes: [{name: r, match: {path: {prefix: /}}, model: a}]
                """))
                .containsExactly(
                        "models.b.price.currency: EUR beside USD in line 3 (expected: one currency for all models)");
    }

    @Test
    void cached_tokens_cost_their_own_price_and_rounding_leaves_no_dust() {
        Price price = new Price(0.15, 0.6, 0.075, "USD");

        assertThat(price.of(1000, 0, 100)).isEqualTo(0.00021);
        assertThat(price.of(1000, 400, 100)).isEqualTo(0.00018);
        assertThat(price.of(10, 400, 0)).isEqualTo(0.00000075);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h:1",
                "//h:1",
                "ftp://h:1",
                "http://",
                "http://:1",
                "http://h:0",
                "http://h:65536",
                "http://h:x",
                "http://h h:1",
                "http://my_host:1",
                "http://h:1?x",
                "http://h:1#x",
                "http:h",
                "",
                "http://[::1",
                "http://h:1/%zz"
            })
    void what_is_no_address_of_a_model_is_refused(String url) {
        assertThat(Yaml.problems(Yaml.withModel("{url: \"" + url + "\"}")))
                .singleElement()
                .asString()
                .startsWith("models.a.url: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".x", "-x", "a b", "ä", "a/b", "\\e[31m", "a\\nb"})
    void a_hostile_name_is_refused_and_shown_without_control_characters(String name) {
        assertThat(Yaml.problems(
                        "version: 1\nmodels: {\"" + name + "\": {url: \"http://h:1\"}}\nroutes: [" + Yaml.ROUTE + "]"))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).doesNotContainPattern("\\p{Cc}"))
                .first()
                .asString()
                .contains("as a model's name");
    }

    @Test
    void a_name_of_64_characters_is_too_long_and_one_of_63_is_not() {
        String yaml =
                "version: 1\nmodels: {NAME: {url: \"http://h:1\"}}\nroutes: [{name: r, match: {path: {prefix: /}}, model: NAME}]";

        assertThat(Yaml.problems(yaml.replace("NAME", "n".repeat(63)))).isEmpty();
        assertThat(Yaml.problems(yaml.replace("NAME", "n".repeat(64)))).hasSize(1);
    }

    @Test
    void a_mistake_within_a_model_does_not_make_its_routes_wrong_as_well() {
        assertThat(Yaml.problems(Yaml.withModel("{url: 1}")))
                .containsExactly("models.a.url: 1, a number (expected: a string; quote it: \"1\")");
    }
}
