package dev.understudy.gateway.proxy;

import dev.understudy.pair.Pair;

/** Who wants to know what was shown, until feedback about it arrives. Never waits. */
@FunctionalInterface
public interface ImpressionPort {
    void shown(Pair pair);
}
