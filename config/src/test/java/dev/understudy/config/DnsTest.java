package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsTest {
    @Test
    void by_default_this_machines_servers_are_asked() {
        assertThat(Yaml.parse(file("")).dns()).isEqualTo(Dns.DEFAULT);
        assertThat(Yaml.parse(file("dns: {}\n")).dns()).isEqualTo(Dns.DEFAULT);
    }

    @Test
    void every_setting_is_taken_from_the_file() {
        String dns = "dns: {servers: [\"127.0.0.1:53\", \"[::1]:54\"], timeout: 5ms, minTtl: 6s, maxTtl: 7s,"
                + " negativeTtl: 0s}\n";

        assertThat(Yaml.parse(file(dns)).dns())
                .isEqualTo(new Dns(
                        List.of(new HostPort("127.0.0.1", 53), new HostPort("::1", 54)),
                        Duration.ofMillis(5),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(7),
                        Duration.ZERO));
    }

    @Test
    void a_longer_minimum_stretches_a_maximum_that_is_not_given() {
        assertThat(Yaml.parse(file("dns: {minTtl: 1h}\n")).dns().maxTtl()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {minTtl: 9s, maxTtl: 8s}    | dns.maxTtl: 8s (expected: at least minTtl, which is 9s)
            {minTtl: 1500ms}            | dns.minTtl: 1500ms (expected: whole seconds)
            {minTtl: 0s}                | dns.minTtl: "0s" (expected: a duration from 1s to 1d, such as 300ms, 10s, 5m, 1h or 14d)
            {servers: []}               | dns.servers: 0 elements (expected: 1..1000)
            {server: "127.0.0.1:53"}    | dns.server: unknown key, did you mean servers? (expected: servers, timeout, minTtl, maxTtl, negativeTtl)
            """)
    void what_is_wrong_is_said_with_what_was_expected(String dns, String problem) {
        assertThat(Yaml.problems(file("dns: " + dns + "\n"))).containsExactly(problem);
    }

    private static String file(String dns) {
        return "version: 1\n" + dns + "models: {a: {url: \"http://h:1\"}}\nroutes: [" + Yaml.ROUTE + "]\n";
    }
}
