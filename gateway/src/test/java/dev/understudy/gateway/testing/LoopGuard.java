package dev.understudy.gateway.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.blockhound.BlockHound;

/**
 * Writes down each call that blocks on an event loop of the data plane, but for those that are allowed here, each with its
 * reason. {@link LeakGuard} fails the class in which one was made; {@link LoopGuardIT} shows that it sees them.
 */
final class LoopGuard {
    /** As {@code DataPlane} names its threads. */
    private static final String LOOP = "understudy-loop";

    private static final int FRAMES = 60;
    private static final Set<String> BLOCKED = ConcurrentHashMap.newKeySet();

    /** Class, method, and why it may block there. */
    private static final List<Map.Entry<String, String>> ALLOWED = List.of(
            // /dev/urandom never waits once the machine is up; read once for 256 ids
            Map.entry("dev.understudy.gateway.proxy.PairIds", "next"),
            // a lock that Resilience4j holds while it changes one state, and nothing longer
            Map.entry(
                    "io.github.resilience4j.circuitbreaker.internal.CircuitBreakerStateMachine$OpenState",
                    "toHalfOpenState"),
            // the lock of Netty's queue for the ends of channels, which nobody holds for longer than an addition
            Map.entry("io.netty.util.concurrent.GlobalEventExecutor", "addTask"),
            // the lock of Netty's allocator while threads that met make room beside each other; some times in a process
            Map.entry("io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines"),
            // a loop over io_uring that ends spins until whoever is just waking it has done so, and is gone after that
            Map.entry("io.netty.channel.uring.IoUringIoHandler", "closeWakeupGate"),
            // only in tests: `run` puts a queue before standard error (QueuedErrors)
            Map.entry("org.slf4j.simple.SimpleLogger", "write"),
            // the first use of a class on a loop reads it from its jar; once in a process
            Map.entry("java.lang.ClassLoader", "loadClass"),
            Map.entry("java.lang.invoke.MethodHandleNatives", "linkCallSite"));

    private static final Optional<String> ABSENCE = install();

    private LoopGuard() {}

    /** Why nothing is watched here; empty when it is. */
    static Optional<String> absence() {
        return ABSENCE;
    }

    /** What blocked so far, each kind of call once. */
    static List<String> blocked() {
        return List.copyOf(BLOCKED);
    }

    static void forget() {
        BLOCKED.clear();
    }

    private static Optional<String> install() {
        try {
            BlockHound.Builder builder = BlockHound.builder()
                    .nonBlockingThreadPredicate(
                            known -> thread -> thread.getName().startsWith(LOOP))
                    .blockingMethodCallback(method -> blocked(method + " at " + where()));
            for (Map.Entry<String, String> allowed : ALLOWED) {
                builder.allowBlockingCallsInside(allowed.getKey(), allowed.getValue());
            }
            builder.install();
            return Optional.empty();
        } catch (RuntimeException | LinkageError refused) {
            return Optional.of("this Java takes no BlockHound: " + refused);
        }
    }

    /** A handshake reads seeds and trust anchors when a process makes its first ones; not looked at closer yet. */
    private static void blocked(String call) {
        if (!call.contains("io.netty.handler.ssl.") && !call.contains("sun.security.")) {
            BLOCKED.add(call);
        }
    }

    private static String where() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !frame.getClassName().startsWith("reactor.blockhound")
                                && !frame.getClassName().startsWith(LoopGuard.class.getName()))
                        .limit(FRAMES)
                        .toList())
                .toString();
    }
}
