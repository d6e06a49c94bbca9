package dev.understudy.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class QueuedErrorsTest {
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    @Test
    void lines_come_out_whole_and_in_their_order() throws Exception {
        try (QueuedErrors queued = QueuedErrors.before(new PrintStream(read, true, StandardCharsets.UTF_8))) {
            for (int i = 0; i < 1000; i++) {
                queued.stream().println("line " + i);
            }
        }

        assertThat(read.toString(StandardCharsets.UTF_8).lines())
                .hasSize(1000)
                .startsWith("line 0")
                .endsWith("line 999");
    }

    @Test
    void nobody_waits_for_a_reader_that_stands_still_and_what_was_dropped_is_told() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        OutputStream stuck = new OutputStream() {
            @Override
            public void write(int octet) {
                try {
                    reading.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                read.write(octet);
            }
        };
        try (QueuedErrors queued = QueuedErrors.before(new PrintStream(stuck, true, StandardCharsets.UTF_8))) {
            for (int i = 0; i < 20_000; i++) {
                queued.stream().println("line " + i);
            }
            reading.countDown();
        }

        assertThat(read.toString(StandardCharsets.UTF_8))
                .startsWith("line 0")
                .contains(" pieces of the log were dropped")
                .doesNotContain("line 19999\n");
    }
}
