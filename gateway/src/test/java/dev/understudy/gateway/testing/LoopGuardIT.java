package dev.understudy.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
class LoopGuardIT {
    @Test
    void a_loop_that_sleeps_is_caught() throws Exception {
        assumeTrue(LoopGuard.absence().isEmpty(), () -> LoopGuard.absence().orElseThrow());

        sleepOn("understudy-loop");

        assertThat(LoopGuard.blocked()).anyMatch(call -> call.startsWith("java.lang.Thread.sleep"));
        LoopGuard.forget();
    }

    @Test
    void other_threads_may_sleep() throws Exception {
        sleepOn("somebody-else");

        assertThat(LoopGuard.blocked()).isEmpty();
    }

    @SuppressWarnings("ThreadSleep")
    private static void sleepOn(String threads) throws Exception {
        DefaultEventExecutor loop = new DefaultEventExecutor(new DefaultThreadFactory(threads));
        try {
            loop.submit(() -> {
                        Thread.sleep(1);
                        return null;
                    })
                    .get(Deadline.MILLIS, TimeUnit.MILLISECONDS);
        } finally {
            loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).await(Deadline.MILLIS);
        }
    }
}
