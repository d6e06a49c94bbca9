package dev.understudy.gateway.proxy;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** Buffers outside the heap, against what the JVM allows of them. Where Netty does not count, the JDK does. */
final class DirectMemory {
    private static final String POOL = "direct";

    private DirectMemory() {}

    static long used() {
        long counted = PlatformDependent.usedDirectMemory();
        if (counted >= 0) {
            return counted;
        }
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals(POOL))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    static double fill() {
        return used() / (double) Math.max(1, PlatformDependent.maxDirectMemory());
    }
}
