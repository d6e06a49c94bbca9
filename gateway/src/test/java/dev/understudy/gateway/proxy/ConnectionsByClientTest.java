package dev.understudy.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ConnectionsByClientTest {
    private final ConnectionsByClient clients = new ConnectionsByClient(2);

    @Test
    void one_address_has_so_many_places_whatever_its_ports() throws Exception {
        assertThat(clients.enter(address("10.0.0.1", 1))).isTrue();
        assertThat(clients.enter(address("10.0.0.1", 2))).isTrue();
        assertThat(clients.enter(address("10.0.0.1", 3))).isFalse();
        assertThat(clients.enter(address("10.0.0.2", 1))).isTrue();
    }

    @Test
    void a_place_that_was_left_can_be_taken_again_and_nothing_is_kept_of_those_who_are_gone() throws Exception {
        SocketAddress client = address("10.0.0.1", 1);
        for (int i = 0; i < 5; i++) {
            assertThat(clients.enter(client)).isTrue();
            assertThat(clients.enter(client)).isTrue();
            assertThat(clients.enter(client)).isFalse();
            clients.leave(client);
            clients.leave(client);
        }

        assertThat(clients.size()).isZero();
    }

    @Test
    void a_network_of_ipv6_is_one_client() throws Exception {
        assertThat(clients.enter(address("2001:db8:0:1::1", 1))).isTrue();
        assertThat(clients.enter(address("2001:db8:0:1:ffff::2", 1))).isTrue();
        assertThat(clients.enter(address("2001:db8:0:1::3", 1))).isFalse();
        assertThat(clients.enter(address("2001:db8:0:2::1", 1))).isTrue();
    }

    private static SocketAddress address(String ip, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(ip), port);
    }
}
