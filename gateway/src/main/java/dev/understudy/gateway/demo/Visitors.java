package dev.understudy.gateway.demo;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Who comes by: mostly somebody new, sometimes one of the last two hundred again. */
final class Visitors {
    private static final double RETURNS = 0.15;
    private static final int REMEMBERED = 200;

    private final AtomicInteger seen = new AtomicInteger();

    String next(RandomGenerator random) {
        int known = seen.get();
        int number = known > 0 && random.nextDouble() < RETURNS
                ? known - random.nextInt(Math.min(known, REMEMBERED))
                : seen.incrementAndGet();
        return "visitor-" + number;
    }

    int count() {
        return seen.get();
    }
}
