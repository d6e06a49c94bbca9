package dev.understudy.gateway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.rollout.EventCodec.Event;
import dev.understudy.gateway.rollout.EventFile.Events;
import dev.understudy.gateway.testing.Deadline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What several writers of one file do to each other: nothing. */
class EventFileTest {
    @TempDir
    Path directory;

    @Test
    void writers_of_one_process_overwrite_nothing() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(4);
        List<Callable<Long>> appends = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String route = "route-" + i;
            appends.add(() -> new EventFile(file()).append(Events.NONE, now -> List.of(line(route))));
        }

        for (Future<Long> append : writers.invokeAll(appends)) {
            append.get();
        }
        writers.shutdown();

        Events events = new EventFile(file()).read();
        assertThat(events.lastByRoute()).hasSize(100);
        assertThat(events.unreadable()).isZero();
        assertThat(events.bytes()).isEqualTo(Files.size(file()));
    }

    @Test
    void a_writer_waits_until_another_process_has_written_and_sees_what_that_was() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        file().toString(),
                        line("theirs"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("locked");
            List<String> seen = new ArrayList<>();
            Thread writer = new Thread(() -> append("ours", seen));
            writer.start();

            await().atMost(Deadline.PATIENCE).until(() -> isLocking(writer));
            other.getOutputStream().close();
            writer.join();

            assertThat(seen).containsExactly("theirs");
            assertThat(new EventFile(file()).read().lastByRoute()).containsOnlyKeys("theirs", "ours");
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    private void append(String route, List<String> seen) {
        try {
            new EventFile(file()).append(Events.NONE, now -> {
                seen.addAll(now.lastByRoute().keySet());
                return List.of(line(route));
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isLocking(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().contains("FileChannel")
                        && frame.getMethodName().equals("lock"));
    }

    private static String line(String route) {
        return EventCodec.encode(Event.STARTED, Start.anew(route, "s", Steps.of("set 5"), Instant.EPOCH));
    }

    private Path file() {
        return directory.resolve("rollouts.jsonl");
    }

    /** Holds the lock until its standard input ends, then writes a line. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel =
                    FileChannel.open(Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                System.out.println("locked");
                while (System.in.read() >= 0) {
                    // until it ends
                }
                channel.write(ByteBuffer.wrap((arguments[1] + "\n").getBytes(StandardCharsets.UTF_8)));
            }
        }
    }
}
