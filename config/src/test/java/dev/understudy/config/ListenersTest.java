package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenersTest {
    @Test
    void a_file_that_says_nothing_gets_the_defaults() {
        Config config = Yaml.parse(Yaml.withRoute(Yaml.ROUTE));

        assertThat(config.listen())
                .isEqualTo(new Listen(
                        new HostPort("0.0.0.0", 8080),
                        Optional.empty(),
                        false,
                        new Listen.Timeouts(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(60),
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(2)),
                        new Listen.Limits(65536, 20_000, 20_000, 100, 240),
                        Runtime.getRuntime().availableProcessors(),
                        List.of()));
        assertThat(config.admin()).isEqualTo(new Admin(new HostPort("127.0.0.1", 8081), Optional.empty()));
    }

    @Test
    void every_setting_is_taken_from_the_file() throws UnknownHostException {
        Config config = Yaml.parse(Yaml.with("""
                listen:
                  http: "[::1]:0"
                  tls: {certificate: c.pem, key: k.pem, clientCa: ca.pem, clientAuth: request}
                  http2: true
                  threads: 3
                  timeouts: {header: 1s, body: 2s, idle: 3m, stream: 5h, linger: 4ms}
                  limits: {headerBytes: 8KiB, connections: 7, connectionsPerClient: 2, streams: 5, minBytesPerSecond: 1KiB}
                  trustedProxies: ["10.0.0.0/8", "fd00::/8"]
                admin: {http: "0.0.0.0:9000", auth: {bearer: {file: /run/token}}}
                """));

        assertThat(config.listen())
                .isEqualTo(new Listen(
                        new HostPort("::1", 0),
                        Optional.of(new Listen.Tls(
                                Path.of("c.pem"),
                                Path.of("k.pem"),
                                Optional.of(Path.of("ca.pem")),
                                Listen.ClientAuth.REQUEST)),
                        true,
                        new Listen.Timeouts(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofMinutes(3),
                                Duration.ofHours(5),
                                Duration.ofMillis(4)),
                        new Listen.Limits(8192, 7, 2, 5, 1024),
                        3,
                        List.of(
                                new Cidr(InetAddress.getByName("10.0.0.0"), 8),
                                new Cidr(InetAddress.getByName("fd00::"), 8))));
        assertThat(config.admin())
                .isEqualTo(new Admin(
                        new HostPort("0.0.0.0", 9000), Optional.of(new Secret.FromFile(Path.of("/run/token")))));
    }

    @Test
    void what_is_said_of_one_setting_leaves_the_others_at_their_defaults() {
        Listen listen = Yaml.parse(Yaml.with("listen: {timeouts: {body: 1s}}")).listen();

        assertThat(listen.timeouts().header()).isEqualTo(Listen.Timeouts.DEFAULT.header());
        assertThat(listen.timeouts().body()).isEqualTo(Duration.ofSeconds(1));
        assertThat(listen.limits()).isEqualTo(Listen.Limits.DEFAULT);
    }

    @Test
    void a_client_may_have_as_many_connections_as_all_together_unless_the_file_says_less() {
        Listen listen =
                Yaml.parse(Yaml.with("listen: {limits: {connections: 7}}")).listen();

        assertThat(listen.limits().connectionsPerClient()).isEqualTo(7);
    }

    @Test
    void clients_of_whom_certificates_are_asked_have_to_show_one() {
        Listen listen = Yaml.parse(Yaml.with("listen: {tls: {certificate: c, key: k, clientCa: ca}}"))
                .listen();

        assertThat(listen.tls().orElseThrow().clientAuth()).isEqualTo(Listen.ClientAuth.REQUIRE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8080",
                "\"8080\"",
                "\":8080\"",
                "\"127.0.0.1\"",
                "\"127.0.0.1:65536\"",
                "\"127.0.0.256:80\"",
                "\"example.org:80\"",
                "\"[::g]:80\"",
                "\"[:::::]:80\"",
                "\"::1:80\"",
                "\"127.0.0.1:-1\"",
                "\"\"",
                "[]"
            })
    void an_address_to_listen_on_is_an_ip_address_and_a_port(String address) {
        assertThat(Yaml.problems(Yaml.with("listen: {http: " + address + "}")))
                .singleElement()
                .asString()
                .startsWith("listen.http: ")
                .contains("(expected: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    listen: {threads: 0}                        | listen.threads: 0 (expected: a whole number from 1 to 1024)
                    listen: {threads: "2"}                      | listen.threads: "2", a string (expected: a whole number from 1 to 1024)
                    listen: {threads: 1.5}                      | listen.threads: 1.5, a number (expected: a whole number from 1 to 1024)
                    listen: {threads: 99999999999999999999}     | listen.threads: 99999999999999999999 (expected: a whole number from 1 to 1024)
                    listen: {timeouts: {body: 0s}}              | listen.timeouts.body: "0s" (expected: a duration from 1ms to 1d, such as 300ms, 10s, 5m, 1h or 14d)
                    listen: {timeouts: {body: 10}}              | listen.timeouts.body: 10, without a unit (expected: a duration from 1ms to 1d, such as 300ms, 10s, 5m, 1h or 14d)
                    listen: {limits: {headerBytes: 17MiB}}      | listen.limits.headerBytes: "17MiB" (expected: a size from 1KiB to 16MiB, such as 512, 64KiB, 1MiB or 10MB)
                    listen: {limits: {connections: none}}       | listen.limits.connections: "none", a string (expected: a whole number from 1 to 10000000)
                    listen: []                                  | listen: a list (expected: a mapping with http, tls, http2, threads, timeouts, limits, trustedProxies)
                    listen: {tls: {certificate: x}}             | listen.tls.key: missing (expected: the path of a PEM file with its private key)
                    listen: {tls: {key: x}}                     | listen.tls.certificate: missing (expected: the path of a PEM file with our certificate)
                    listen: {tls: {certificate: x, key: y, clientAuth: require}} | listen.tls.clientAuth: nobody vouches for clients' certificates, since clientCa is missing (expected: clientCa beside it)
                    listen: {tls: {certificate: x, key: y, clientCa: z, clientAuth: maybe}} | listen.tls.clientAuth: "maybe" (expected: require, request)
                    listen: {limits: {connectionsPerClient: 0}} | listen.limits.connectionsPerClient: 0 (expected: a whole number from 1 to 10000000)
                    listen: {http2: "yes"}                      | listen.http2: "yes" (expected: true or false)
                    listen: {limits: {streams: 10001}}          | listen.limits.streams: 10001 (expected: a whole number from 1 to 10000)
                    listen: {limits: {minBytesPerSecond: 2GiB}} | listen.limits.minBytesPerSecond: "2GiB" (expected: a size from 0 to 1GiB, such as 512, 64KiB, 1MiB or 10MB)
                    admin: {auth: {}}                           | admin.auth.bearer: missing (expected: {file: /path/to/it} or {env: NAME_OF_VARIABLE})
                    admin: {http: "127.0.0.1:8080"}             | admin: port 8080 is taken by listen.http 0.0.0.0:8080 (expected: another port)
                    """)
    void what_is_wrong_is_said_with_what_was_expected(String sections, String problem) {
        assertThat(Yaml.problems(Yaml.with(sections))).containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0/8",
                "10.0.0.256",
                "fd00::/129",
                "fd00::1/8",
                "[fd00::]/8",
                ":::::",
                "proxy.example.org",
                ""
            })
    void a_trusted_proxy_is_an_address_range(String range) {
        assertThat(Yaml.problems(Yaml.with("listen: {trustedProxies: [\"" + range + "\"]}")))
                .singleElement()
                .asString()
                .startsWith("listen.trustedProxies[0]: ")
                .contains("(expected: an address range such as 10.0.0.0/8");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/9, 10.128.0.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false",
        "::1, ::1, true",
    })
    void whom_a_range_holds_is_trusted_and_nobody_else(String range, String address, boolean trusted) throws Exception {
        Listen listen = Yaml.parse(Yaml.with("listen: {trustedProxies: [\"" + range + "\"]}"))
                .listen();

        assertThat(listen.trusts(InetAddress.getByName(address))).isEqualTo(trusted);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:80, 127.0.0.1:80, 1",
        "127.0.0.1:80, localhost:80, 1",
        "0.0.0.0:80, 127.0.0.1:80, 1",
        "127.0.0.2:80, 127.0.0.1:80, 0",
        "127.0.0.1:80, 127.0.0.1:81, 0",
        "127.0.0.1:0, 127.0.0.1:0, 0"
    })
    void both_listeners_on_one_address_are_refused(String listen, String admin, int problems) {
        assertThat(Yaml.problems(Yaml.with("listen: {http: \"" + listen + "\"}\nadmin: {http: \"" + admin + "\"}")))
                .hasSize(problems);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:8081", "[::]:8081", "10.0.0.1:8081"})
    void an_admin_listener_that_others_can_reach_needs_authentication(String address) {
        assertThat(Yaml.problems(Yaml.with("admin: {http: \"" + address + "\"}")))
                .containsExactly("admin.http: " + address
                        + " can be reached from other machines, and admin.auth is missing"
                        + " (expected: auth: {bearer: {file: …}} beside it, or 127.0.0.1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8081", "127.1.2.3:8081", "[::1]:8081", "localhost:8081"})
    void an_admin_listener_for_this_machine_alone_needs_none(String address) {
        assertThat(Yaml.problems(Yaml.with("admin: {http: \"" + address + "\"}")))
                .isEmpty();
    }
}
