package dev.understudy.gateway.upstream;

import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * What all models of a process share.
 *
 * @param pools one of each event loop
 * @param names turns names into addresses, and remembers them as long as they are good
 * @param lookUpEvery how often it is asked
 */
public record Surroundings(
        List<ConnectionPool> pools, AddressResolverGroup<InetSocketAddress> names, Duration lookUpEvery) {
    public Surroundings {
        pools = List.copyOf(pools);
        if (pools.isEmpty()) {
            throw new IllegalArgumentException("pools: none (expected: one of each event loop)");
        }
    }

    /** Each model has one loop where what its loops share is changed. */
    ConnectionPool homeOf(String model) {
        return pools.get(Math.floorMod(model.hashCode(), pools.size()));
    }
}
