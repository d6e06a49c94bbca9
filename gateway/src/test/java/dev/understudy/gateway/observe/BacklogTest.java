package dev.understudy.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BacklogTest {
    @Test
    void what_was_taken_is_written_in_order_also_when_it_closes() {
        Queue<Integer> written = new ConcurrentLinkedQueue<>();
        try (Backlog<Integer> backlog = new Backlog<>("test-backlog", 2000, written::addAll, () -> {})) {
            for (int i = 0; i < 1500; i++) {
                assertThat(backlog.offer(i)).isTrue();
            }
        }

        assertThat(List.copyOf(written))
                .isEqualTo(IntStream.range(0, 1500).boxed().toList());
    }

    @Test
    void while_the_writer_stands_still_no_more_than_the_bound_waits() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        Queue<Integer> written = new ConcurrentLinkedQueue<>();
        try (Backlog<Integer> backlog = new Backlog<>(
                "test-backlog",
                10,
                batch -> {
                    blocked.countDown();
                    pass(gate);
                    written.addAll(batch);
                },
                () -> {})) {
            backlog.offer(-1);
            blocked.await();
            for (int i = 0; i < 10; i++) {
                assertThat(backlog.offer(i)).isTrue();
            }

            assertThat(backlog.offer(10)).isFalse();
            gate.countDown();
            await().atMost(Duration.ofSeconds(30)).until(() -> written.size() == 11);
            assertThat(backlog.offer(11)).isTrue();
        }
        assertThat(written).hasSize(12);
    }

    @Test
    void the_end_comes_once_after_the_last_of_what_was_taken() {
        Queue<Object> happened = new ConcurrentLinkedQueue<>();
        Backlog<Integer> backlog = new Backlog<>("test-backlog", 10, happened::addAll, () -> happened.add("end"));
        backlog.offer(1);
        backlog.close();
        backlog.close();

        assertThat(backlog.offer(2)).isFalse();
        assertThat(happened).containsExactly(1, "end");
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
