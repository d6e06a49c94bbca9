package dev.understudy.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class AddersTest {
    private static final int THREADS = 8;
    private static final int TIMES = 1000;

    @Test
    void a_key_that_was_never_counted_is_not_there() {
        Adders<String> adders = new Adders<>(key -> new LongAdder());
        adders.increment("a");
        adders.increment("a");

        Map<String, Long> sums = new TreeMap<>();
        adders.forEach(sums::put);
        assertThat(sums).containsExactly(Map.entry("a", 2L));
    }

    @Test
    void threads_that_count_for_the_first_time_at_once_make_one_adder_and_lose_nothing() throws Exception {
        AtomicInteger made = new AtomicInteger();
        Adders<String> adders = new Adders<>(key -> {
            made.incrementAndGet();
            return new LongAdder();
        });
        FirstUse<LongAdder> first = new FirstUse<>(() -> {
            made.incrementAndGet();
            return new LongAdder();
        });
        assertThat(first.ifUsed()).isNull();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> count(start, adders, first), "adders-" + i);
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(made).hasValue(2);
        assertThat(first.it().sum()).isEqualTo(THREADS * TIMES);
        adders.forEach((key, sum) -> assertThat(sum).isEqualTo(THREADS * TIMES));
    }

    private static void count(CountDownLatch start, Adders<String> adders, FirstUse<LongAdder> first) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        for (int i = 0; i < TIMES; i++) {
            adders.increment("a");
            first.it().increment();
        }
    }
}
