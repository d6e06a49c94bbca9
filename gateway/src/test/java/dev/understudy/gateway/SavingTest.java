package dev.understudy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SavingTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    private final AtomicInteger done = new AtomicInteger();
    private final CountDownLatch disk = new CountDownLatch(1);
    private final Saving saving = new Saving(HOUR, nanos::get);

    @AfterEach
    void letGo() {
        disk.countDown();
        saving.close();
    }

    @Test
    void what_is_saved_is_waited_for() {
        saving.await(done::incrementAndGet);

        assertThat(done).hasValue(1);
    }

    @Test
    @Timeout(60)
    void nobody_waits_for_a_disk_that_has_hung_for_as_long_as_his_patience() {
        hang();
        nanos.addAndGet(HOUR.toNanos());

        saving.await(done::incrementAndGet);
        saving.await(done::incrementAndGet);

        assertThat(done).hasValue(0);
    }

    @Test
    void patience_begins_anew_once_the_disk_answers() {
        hang();
        nanos.addAndGet(HOUR.toNanos());
        disk.countDown();

        await().until(() -> {
            saving.await(done::incrementAndGet);
            return done.get() > 0;
        });
    }

    @Test
    void what_failed_once_is_done_again() {
        saving.every(Duration.ofMillis(1), () -> {
            if (done.incrementAndGet() == 1) {
                throw new IllegalStateException("the first time");
            }
        });

        await().until(() -> done.get() > 1);
    }

    @Test
    void after_the_end_nothing_is_done_or_waited_for() {
        saving.close();

        saving.await(done::incrementAndGet);

        assertThat(done).hasValue(0);
    }

    /** Returns once the thread is at it. */
    private void hang() {
        CountDownLatch begun = new CountDownLatch(1);
        Runnable hanging = () -> {
            begun.countDown();
            try {
                disk.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        saving.every(Duration.ofMillis(1), hanging);
        await().until(() -> begun.await(0, TimeUnit.SECONDS));
    }
}
