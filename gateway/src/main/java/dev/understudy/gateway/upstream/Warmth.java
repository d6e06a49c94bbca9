package dev.understudy.gateway.upstream;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The connections that one event loop opens before anybody asks, so that who asks need not wait for them. That loop only. */
final class Warmth {
    private final ConnectionPool pool;
    private final Map<String, Wish> wishes = new HashMap<>();
    private final Map<ConnectionPool.Key, Integer> opening = new HashMap<>();

    /**
     * @param keys where connections are to wait
     * @param count how many at each; calls over HTTP/2 share one
     */
    record Wish(Set<ConnectionPool.Key> keys, int count, long connectNanos) {
        Wish {
            keys = Set.copyOf(keys);
        }
    }

    Warmth(ConnectionPool pool) {
        this.pool = pool;
    }

    /** From now on a model wishes for this, and no longer for what it did. */
    void wish(String model, Wish wish) {
        if (wish.keys().isEmpty()) {
            wishes.remove(model);
        } else {
            wishes.put(model, wish);
            fulfil(wish);
        }
    }

    /** Opens what is missing; from time to time, since what waits too long is closed. */
    void fulfil() {
        wishes.values().forEach(this::fulfil);
    }

    private void fulfil(Wish wish) {
        for (ConnectionPool.Key key : wish.keys()) {
            int there = pool.idle(key) + opening.getOrDefault(key, 0);
            int wanted = key.wire().http2() ? 1 : wish.count();
            for (int i = there; i < wanted; i++) {
                opening.merge(key, 1, Integer::sum);
                pool.openAhead(
                        key,
                        wish.connectNanos(),
                        () -> opening.computeIfPresent(key, (any, count) -> count == 1 ? null : count - 1));
            }
        }
    }
}
