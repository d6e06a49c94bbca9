package dev.understudy.gateway.proxy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections each client has: one address of IPv4, one /64 network of IPv6, since whoever has one address of that
 * has them all. Any thread.
 */
final class ConnectionsByClient {
    private final int max;
    private final ConcurrentHashMap<Long, Integer> open = new ConcurrentHashMap<>();

    ConnectionsByClient(int max) {
        this.max = max;
    }

    /** Takes a place, which {@link #leave} gives back, unless the client has all of its own. */
    boolean enter(SocketAddress client) {
        int count = open.merge(key(client), 1, Integer::sum);
        if (count > max) {
            leave(client);
            return false;
        }
        return true;
    }

    void leave(SocketAddress client) {
        open.computeIfPresent(key(client), (key, count) -> count == 1 ? null : count - 1);
    }

    /** How many clients there are. */
    int size() {
        return open.size();
    }

    private static long key(SocketAddress client) {
        InetAddress address = client instanceof InetSocketAddress inet ? inet.getAddress() : null;
        if (address == null) {
            return 0;
        }
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address ? bytes.getLong() : bytes.getInt() & 0xffffffffL;
    }
}
