package dev.understudy.gateway.upstream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the addresses of one endpoint's name up to date. It asks often, and the resolver answers from memory as long as the
 * name servers said it may; a name that is not resolved any more keeps the addresses that it had. At home.
 */
final class NameWatch {
    private static final Logger LOG = LoggerFactory.getLogger(NameWatch.class);
    private static final int ADDRESSES_MAX = 256;

    private final Peers peers;
    private final Endpoint endpoint;
    private final Surroundings surroundings;
    private final Home home;
    private final EventLoop loop;
    private boolean stopped;
    private boolean failing;

    NameWatch(Peers peers, Endpoint endpoint, Surroundings surroundings, Home home, EventLoop loop) {
        this.peers = peers;
        this.endpoint = endpoint;
        this.surroundings = surroundings;
        this.home = home;
        this.loop = loop;
    }

    void start() {
        lookUp();
    }

    void stop() {
        stopped = true;
    }

    private void lookUp() {
        if (!stopped) {
            surroundings
                    .names()
                    .getResolver(loop)
                    .resolveAll(endpoint.address())
                    .addListener(this::lookedUp);
        }
    }

    private void lookedUp(Future<? super List<InetSocketAddress>> answer) {
        if (stopped) {
            return;
        }
        if (answer.isSuccess()) {
            @SuppressWarnings("unchecked") // what the resolver promised
            List<InetSocketAddress> found = (List<InetSocketAddress>) answer.getNow();
            told("name resolved again", false, "");
            peers.addresses(endpoint, ofOneFamily(found));
        } else {
            told("name not resolved, last addresses kept", true, String.valueOf(answer.cause()));
        }
        home.schedule(this::lookUp, surroundings.lookUpEvery().toNanos());
    }

    /** A name's addresses of both families are mostly the same machines, and not every network carries both. */
    static List<InetSocketAddress> ofOneFamily(List<InetSocketAddress> found) {
        boolean old = found.stream().anyMatch(address -> address.getAddress() instanceof Inet4Address);
        return found.stream()
                .filter(address -> address.getAddress() instanceof Inet4Address == old)
                .distinct()
                .sorted(Comparator.comparing(address -> address.getAddress().getHostAddress()))
                .limit(ADDRESSES_MAX)
                .toList();
    }

    private void told(String what, boolean fails, String reason) {
        if (failing != fails) {
            failing = fails;
            LOG.atWarn()
                    .addKeyValue("endpoint", endpoint.text())
                    .addKeyValue("reason", reason)
                    .log(what);
        }
    }
}
