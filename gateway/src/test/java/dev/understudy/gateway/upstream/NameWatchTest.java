package dev.understudy.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameWatchTest {
    @Test
    void of_both_families_that_of_ipv4_is_used_and_otherwise_the_one_there_is() {
        assertThat(NameWatch.ofOneFamily(addresses("::1", "127.0.0.2", "127.0.0.1", "127.0.0.2")))
                .isEqualTo(addresses("127.0.0.1", "127.0.0.2"));
        assertThat(NameWatch.ofOneFamily(addresses("::2", "::1"))).isEqualTo(addresses("::1", "::2"));
    }

    @Test
    void no_more_than_256_are_used() {
        String[] many = IntStream.range(0, 1000)
                .mapToObj(i -> "10.0." + i / 256 + "." + i % 256)
                .toArray(String[]::new);

        assertThat(NameWatch.ofOneFamily(addresses(many))).hasSize(256);
    }

    private static List<InetSocketAddress> addresses(String... literals) {
        return Arrays.stream(literals).map(NameWatchTest::address).toList();
    }

    private static InetSocketAddress address(String literal) {
        try {
            return new InetSocketAddress(InetAddress.getByName(literal), 80);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
