package dev.understudy.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
class LeakGuardIT {

    @Test
    void a_buffer_that_nobody_released_is_found() {
        loseOne();

        Awaitility.await()
                .atMost(Deadline.PATIENCE)
                .until(() -> !LeakGuard.reported().isEmpty());

        LeakGuard.forgive();
    }

    @Test
    void a_buffer_that_was_released_is_not() {
        PooledByteBufAllocator.DEFAULT.directBuffer(32).release();

        assertThat(LeakGuard.reported()).isEmpty();
    }

    private static void loseOne() {
        PooledByteBufAllocator.DEFAULT.directBuffer(32).writeLong(1);
    }
}
