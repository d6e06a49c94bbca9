package dev.understudy.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    @Test
    void results_stand_in_the_order_of_the_work_whoever_did_it() throws Exception {
        List<Callable<Integer>> pieces = IntStream.range(0, 100)
                .<Callable<Integer>>mapToObj(i -> () -> i)
                .toList();
        for (int threads = 1; threads <= 3; threads++) {
            assertThat(new Threads(threads).all(pieces))
                    .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
        }
    }

    @Test
    void two_threads_work_at_once() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        List<Callable<Integer>> pieces =
                List.of(() -> both.await(1, TimeUnit.MINUTES), () -> both.await(1, TimeUnit.MINUTES));
        assertThat(new Threads(2).all(pieces)).containsExactlyInAnyOrder(0, 1);
    }

    /** One that hangs must not keep the process, and a dump of threads says whose it is. */
    @Test
    void its_threads_have_a_name_and_keep_nobody() throws Exception {
        Callable<String> who = () ->
                Thread.currentThread().getName() + " " + Thread.currentThread().isDaemon();
        assertThat(new Threads(2).all(List.of(who, who))).containsOnly("side-by-side true");
    }

    @Test
    void a_failure_comes_out_as_it_was_thrown() {
        assertThatThrownBy(() -> all(() -> {
                    throw new IOException("disk");
                }))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("disk");
        assertThatThrownBy(() -> all(() -> {
                    throw new IllegalArgumentException("bug");
                }))
                .isExactlyInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> all(() -> {
                    throw new OutOfMemoryError("heap");
                }))
                .isExactlyInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void who_is_interrupted_says_so() {
        CountDownLatch never = new CountDownLatch(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> all(() -> {
                    return never.await(1, TimeUnit.MINUTES);
                }))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void all(Callable<?> piece) throws IOException {
        new Threads(2).all(List.of(piece));
    }
}
