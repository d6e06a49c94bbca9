package dev.understudy.gateway.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;

/** Counters by key, each made when there is first something to count. Any thread. */
public final class Adders<K> {
    private final Map<K, LongAdder> known = new ConcurrentHashMap<>();
    private final Function<K, LongAdder> making;

    /** @param making is asked once for a key */
    public Adders(Function<K, LongAdder> making) {
        this.making = making;
    }

    public void increment(K key) {
        LongAdder adder = known.get(key);
        if (adder == null) {
            adder = known.computeIfAbsent(key, making);
        }
        adder.increment();
    }

    /** What was counted so far. */
    public void forEach(ObjLongConsumer<K> action) {
        known.forEach((key, adder) -> action.accept(key, adder.sum()));
    }
}
