package dev.understudy.gateway.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.understudy.config.Admin;
import dev.understudy.config.Config;
import dev.understudy.config.Dns;
import dev.understudy.config.HostPort;
import dev.understudy.config.Identity;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.config.Listen;
import dev.understudy.config.Problem;
import dev.understudy.config.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
    @TempDir
    Path directory;

    private final Heard heard = new Heard();
    private final AtomicInteger loads = new AtomicInteger();
    private final List<ConfigWatch> watches = new CopyOnWriteArrayList<>();
    private Path file = Path.of("");

    @BeforeEach
    void given_a_file() throws IOException {
        file = directory.resolve("understudy.yaml");
        Files.writeString(file, "one");
    }

    @AfterEach
    void stop() {
        watches.forEach(ConfigWatch::close);
    }

    @Test
    void an_edit_in_place_is_loaded() throws Exception {
        start("one");
        Files.writeString(file, "two");

        await().untilAsserted(() -> assertThat(heard.events).containsExactly("config two"));
    }

    @Test
    void a_rename_over_the_file_is_loaded() throws Exception {
        start("one");
        Path next = Files.writeString(directory.resolve("next"), "two");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);

        await().untilAsserted(() -> assertThat(heard.events).containsExactly("config two"));
    }

    @Test
    void a_swap_of_kubernetes_symbolic_links_is_loaded() throws Exception {
        Files.delete(file);
        Files.createDirectory(directory.resolve("..1"));
        Files.createDirectory(directory.resolve("..2"));
        Files.writeString(directory.resolve("..1/understudy.yaml"), "one");
        Files.writeString(directory.resolve("..2/understudy.yaml"), "two");
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(file, Path.of("..data/understudy.yaml"));
        start("one");

        Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2"));
        Files.move(directory.resolve("..data_tmp"), directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        await().untilAsserted(() -> assertThat(heard.events).containsExactly("config two"));
    }

    @Test
    void a_file_that_changed_before_the_watch_began_is_loaded() {
        start("zero");

        await().untilAsserted(() -> assertThat(heard.events).containsExactly("config one"));
    }

    @Test
    void a_bad_file_is_told_once_and_going_back_ends_it() throws Exception {
        start("one");
        Files.writeString(file, "bad");
        await().untilAsserted(() -> assertThat(heard.events).containsExactly("problems bad"));

        Files.writeString(file, "one");

        await().untilAsserted(() -> assertThat(heard.events).containsExactly("problems bad", "unchanged one"));
    }

    @Test
    void a_file_that_is_gone_is_a_problem_and_its_return_is_loaded() throws Exception {
        start("one");
        Files.delete(file);
        await().untilAsserted(() -> assertThat(heard.events).containsExactly("problems gone"));

        Files.writeString(file, "two");

        await().untilAsserted(() -> assertThat(heard.events).containsExactly("problems gone", "config two"));
    }

    @Test
    void the_same_content_written_again_is_no_event() throws Exception {
        start("one");
        Files.writeString(file, "one");
        Files.writeString(file, "two");
        await().untilAsserted(() -> assertThat(heard.events).containsExactly("config two"));

        assertThat(loads).hasValue(1);
    }

    @Test
    void a_listener_that_fails_is_told_so_and_the_watch_goes_on() throws Exception {
        heard.failOn = "two";
        start("one");
        Files.writeString(file, "two");
        await().untilAsserted(() -> assertThat(heard.events)
                .containsExactly("problems could not be applied: java.lang.IllegalStateException: two"));

        Files.writeString(file, "three");

        await().untilAsserted(() -> assertThat(heard.events).last().isEqualTo("config three"));
    }

    @Test
    void a_hang_up_tells_a_bad_file_again() throws Exception {
        assumeHangUpsCome();
        start("one");
        Files.writeString(file, "bad");
        await().untilAsserted(() -> assertThat(heard.events).containsExactly("problems bad"));

        hangUp();

        await().untilAsserted(() -> assertThat(heard.events).containsExactly("problems bad", "problems bad"));
    }

    @Test
    void a_hang_up_with_an_unchanged_file_is_no_event() throws Exception {
        assumeHangUpsCome();
        start("one");
        hangUp();
        Files.writeString(file, "two");

        await().untilAsserted(() -> assertThat(heard.events).containsExactly("config two"));
    }

    @Test
    void after_close_nothing_is_told() throws Exception {
        start("one");
        stop();
        Files.writeString(file, "two");
        try (ConfigWatch another = ConfigWatch.start(file, config("one"), this::load, new Heard())) {
            await().until(() -> loads.get() > 0);
        }

        assertThat(heard.events).isEmpty();
    }

    private void start(String running) {
        watches.add(ConfigWatch.start(file, config(running), this::load, heard));
    }

    private static void assumeHangUpsCome() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "needs /bin/kill");
        Path status = Path.of("/proc/self/status");
        boolean ignored = Files.exists(status)
                && Files.readAllLines(status).stream().anyMatch(line -> line.matches("SigIgn:.*[13579bdf]"));
        assumeTrue(!ignored, "hang-ups are ignored in this process, as nohup has it");
    }

    private static void hangUp() throws IOException, InterruptedException {
        new ProcessBuilder(
                        "/bin/kill",
                        "-HUP",
                        Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor();
    }

    private Config load(Path path) throws InvalidConfigException {
        loads.incrementAndGet();
        try {
            String source = Files.readString(path);
            if (source.equals("bad")) {
                throw new InvalidConfigException(List.of(new Problem("f", 1, 1, "", "bad")));
            }
            return config(source);
        } catch (IOException e) {
            throw new InvalidConfigException(List.of(new Problem("f", 0, 0, "", "gone")));
        }
    }

    private static Config config(String source) {
        Listen listen = Listen.at(new HostPort("127.0.0.1", 0), 1);
        return new Config(
                listen,
                Admin.DEFAULT,
                Map.of(),
                Dns.DEFAULT,
                Identity.NONE,
                List.of(),
                Sink.DEFAULT,
                "00000000",
                source);
    }

    /** What a watch told, in words. */
    private static final class Heard implements ConfigListener {
        private final List<String> events = new CopyOnWriteArrayList<>();
        private volatile String failOn = "";

        @Override
        public void onConfig(Config config) {
            if (config.source().equals(failOn)) {
                throw new IllegalStateException(config.source());
            }
            events.add("config " + config.source());
        }

        @Override
        public void onProblems(List<Problem> problems) {
            events.add("problems " + problems.get(0).message());
        }

        @Override
        public void onUnchanged(Config config) {
            events.add("unchanged " + config.source());
        }
    }
}
