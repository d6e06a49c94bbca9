package dev.understudy.gateway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.config.Admin;
import dev.understudy.config.Config;
import dev.understudy.config.Dns;
import dev.understudy.config.Experiment.Step;
import dev.understudy.config.HostPort;
import dev.understudy.config.Identity;
import dev.understudy.config.Listen;
import dev.understudy.config.Match;
import dev.understudy.config.Percent;
import dev.understudy.config.Route;
import dev.understudy.config.Sink;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutsTest {
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final List<Step> STEPS = Steps.of("set 1", "pause 1h", "set 5", "pause");

    @TempDir
    Path directory;

    private Instant now = START;

    @Test
    void a_position_survives_a_restart() {
        assertThat(percent(open(), STEPS)).isEqualTo(1);

        now = START.plus(Duration.ofHours(2));

        assertThat(percent(open(), STEPS)).isEqualTo(5);
        assertThat(exposure(open(), "chat-70b", STEPS).since()).isEqualTo(START.plus(Duration.ofHours(1)));
    }

    @Test
    void asking_often_writes_once() throws IOException {
        Rollouts rollouts = open();
        for (int i = 0; i < 10; i++) {
            percent(rollouts, STEPS);
        }

        assertThat(Files.readAllLines(file())).hasSize(1);
    }

    @Test
    void a_torn_last_line_is_ignored_and_the_next_event_stands_whole() throws IOException {
        percent(open(), STEPS);
        Files.writeString(file(), "{\"event\":\"adjusted\",\"route\":\"chat\",\"sa", StandardOpenOption.APPEND);
        now = START.plus(Duration.ofHours(2));

        assertThat(percent(open(), STEPS)).isEqualTo(5);
        assertThat(percent(open(), Steps.of("set 7", "pause"))).isEqualTo(7);
        assertThat(percent(open(), Steps.of("set 7", "pause"))).isEqualTo(7);
        assertThat(Files.readAllLines(file())).hasSize(3);
    }

    @Test
    void a_kill_at_any_byte_of_the_last_line_leaves_the_position_before_or_after() throws IOException {
        percent(open(), STEPS);
        long whole = Files.size(file());
        now = START.plus(Duration.ofHours(2));
        percent(open(), Steps.of("set 9", "pause"));
        byte[] bytes = Files.readAllBytes(file());
        for (int length = (int) whole; length <= bytes.length; length++) {
            Files.write(file(), Arrays.copyOf(bytes, length));
            Start last = Objects.requireNonNull(
                    new EventFile(file()).read().lastByRoute().get("chat"));

            assertThat(Timeline.exposure(last, now).percent().value()).isIn(5.0, 9.0);
        }
    }

    @Test
    void rubbish_in_the_file_is_skipped_line_by_line() throws IOException {
        percent(open(), STEPS);
        byte[] event = Files.readAllBytes(file());
        Files.write(
                file(),
                "\u0000\u0001 not json\n[]\n{\"route\":3}\n{\"steps\":[{}]}\n".getBytes(StandardCharsets.UTF_8));
        Files.write(file(), new byte[] {(byte) 0xff, (byte) 0xfe, '\n'}, StandardOpenOption.APPEND);
        Files.write(file(), event, StandardOpenOption.APPEND);
        now = START.plus(Duration.ofHours(2));

        assertThat(percent(open(), STEPS)).isEqualTo(5);
    }

    @Test
    void where_nothing_can_be_written_positions_live_in_memory_and_are_saved_once_it_can() throws IOException {
        Path blocked = directory.resolve("blocked");
        Files.writeString(blocked, "a file where a directory should be");
        Rollouts rollouts = Rollouts.open(blocked, () -> now);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        rollouts.bindTo(meters);

        assertThat(percent(rollouts, STEPS)).isEqualTo(1);
        now = START.plus(Duration.ofHours(2));
        assertThat(percent(rollouts, STEPS)).isEqualTo(5);
        assertThat(meters.get("understudy.rollout.persisted").gauge().value()).isZero();
        assertThat(rollouts.isPersisted("chat")).isFalse();
        assertThat(meters.get("understudy.rollout.failures").functionCounter().count())
                .isGreaterThanOrEqualTo(2);

        Files.delete(blocked);
        percent(rollouts, STEPS);
        assertThat(meters.get("understudy.rollout.persisted").gauge().value()).isEqualTo(1);
        assertThat(rollouts.isPersisted("chat")).isTrue();
        assertThat(percent(Rollouts.open(blocked, () -> now), STEPS)).isEqualTo(5);
    }

    @Test
    void a_clock_set_back_puts_nobody_out() {
        Rollouts rollouts = open();
        percent(rollouts, STEPS);
        now = START.plus(Duration.ofHours(2));
        assertThat(percent(rollouts, STEPS)).isEqualTo(5);

        now = START.minus(Duration.ofDays(1));

        assertThat(percent(rollouts, STEPS)).isEqualTo(5);
    }

    @Test
    void a_new_salt_starts_anew_and_stays_so() {
        percent(open(), STEPS);
        now = START.plus(Duration.ofHours(2));
        Exposure anew = exposure(open(), "another", STEPS);

        assertThat(anew.percent()).isEqualTo(new Percent(1));
        assertThat(anew.since()).isEqualTo(now);
    }

    @Test
    void an_order_survives_a_restart() throws Exception {
        percent(open(), STEPS);
        order(open(), STEPS, Order.ROLLBACK);
        now = START.plus(Duration.ofHours(2));

        assertThat(percent(open(), STEPS)).isZero();
        assertThat(Files.readAllLines(file())).hasSize(2).last().asString().contains("\"event\":\"rolledBack\"");
    }

    @Test
    void another_process_of_the_directory_follows_an_order() throws Exception {
        Rollouts one = open();
        Rollouts other = open();
        percent(one, STEPS);
        percent(other, STEPS);

        order(one, STEPS, Order.PROMOTE);

        assertThat(percent(other, STEPS)).isEqualTo(100);
    }

    @Test
    void another_process_that_still_has_other_steps_goes_its_own_way() throws Exception {
        Rollouts one = open();
        Rollouts other = open();
        percent(one, STEPS);
        percent(other, STEPS);
        List<Step> edited = Steps.of("set 2", "pause");

        assertThat(percent(one, edited)).isEqualTo(2);
        for (int i = 0; i < 3; i++) {
            assertThat(percent(other, STEPS)).isEqualTo(1);
            assertThat(percent(one, edited)).isEqualTo(2);
        }
        assertThat(Files.readAllLines(file())).hasSize(2);
        assertThat(percent(other, edited)).isEqualTo(2);
    }

    @Test
    void a_rollback_is_followed_by_processes_with_other_steps() throws Exception {
        Rollouts one = open();
        Rollouts other = open();
        percent(one, STEPS);
        percent(other, STEPS);
        List<Step> edited = Steps.of("set 2", "pause");
        percent(one, edited);
        order(one, edited, Order.ROLLBACK);

        for (int i = 0; i < 3; i++) {
            assertThat(percent(other, STEPS)).isZero();
            assertThat(percent(one, edited)).isZero();
        }
        assertThat(Files.readAllLines(file())).hasSize(3);
        order(one, edited, Order.RESUME);
        assertThat(percent(one, edited)).isEqualTo(2);
        assertThat(percent(other, edited)).isEqualTo(2);
    }

    @Test
    void a_rollback_holds_though_edited_steps_arrive_in_the_same_moment_and_after_a_restart() throws Exception {
        Rollouts rollouts = open();
        percent(rollouts, STEPS);
        order(rollouts, STEPS, Order.ROLLBACK);
        List<Step> edited = Steps.of("set 2", "pause");

        assertThat(percent(rollouts, edited)).isZero();
        assertThat(percent(open(), edited)).isZero();
        order(rollouts, edited, Order.RESUME);
        assertThat(percent(open(), edited)).isEqualTo(2);
    }

    @Test
    void an_edit_taken_without_knowing_of_a_rollback_does_not_undo_it() throws Exception {
        Rollouts one = open();
        Rollouts other = open();
        percent(one, STEPS);
        percent(other, STEPS);
        List<Step> edited = Steps.of("set 2", "pause");
        order(one, STEPS, Order.ROLLBACK);
        now = START.plusSeconds(1);

        other.exposures(config("chat-70b", edited));
        assertThat(percent(other, edited)).isZero();
        assertThat(percent(one, edited)).isZero();
        assertThat(percent(open(), edited)).isZero();
    }

    @Test
    void what_could_not_be_saved_gives_way_to_what_another_process_was_told_later() throws Exception {
        Rollouts late = open();
        Rollouts other = open();
        percent(late, STEPS);
        percent(other, STEPS);
        late.order(config("chat-70b", STEPS), "chat", Order.PAUSE);
        now = START.plusSeconds(1);
        order(other, STEPS, Order.PROMOTE);

        assertThat(percent(late, STEPS)).isEqualTo(100);
        assertThat(percent(open(), STEPS)).isEqualTo(100);
        assertThat(Files.readAllLines(file())).hasSize(2);
    }

    @Test
    void what_could_not_be_saved_counts_where_it_is_later_or_a_rollback() throws Exception {
        Rollouts late = open();
        Rollouts other = open();
        percent(late, STEPS);
        percent(other, STEPS);
        late.order(config("chat-70b", STEPS), "chat", Order.ROLLBACK);
        now = START.plusSeconds(1);
        order(other, STEPS, Order.PAUSE);

        assertThat(percent(late, STEPS)).isZero();
        assertThat(percent(other, STEPS)).isZero();
        late.order(config("chat-70b", STEPS), "chat", Order.PROMOTE);
        assertThat(percent(late, STEPS)).isEqualTo(100);
        assertThat(percent(other, STEPS)).isEqualTo(100);
    }

    @Test
    void an_order_that_was_saved_holds_though_the_file_cannot_be_read_again() throws Exception {
        Rollouts rollouts = open();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        rollouts.bindTo(meters);
        percent(rollouts, STEPS);
        order(rollouts, STEPS, Order.PROMOTE);
        try (RandomAccessFile large = new RandomAccessFile(file().toFile(), "rw")) {
            large.setLength(65L * 1024 * 1024);
        }

        assertThat(percent(rollouts, STEPS)).isEqualTo(100);
        assertThat(meters.get("understudy.rollout.failures").functionCounter().count())
                .isPositive();
        assertThat(rollouts.isPersisted("chat")).isTrue();
        order(rollouts, STEPS, Order.ROLLBACK);
        assertThat(percent(rollouts, STEPS)).isZero();
        assertThat(rollouts.isPersisted("chat")).isFalse();
    }

    @Test
    void an_order_holds_though_the_file_is_removed_and_is_written_again() throws Exception {
        Rollouts rollouts = open();
        percent(rollouts, STEPS);
        order(rollouts, STEPS, Order.ROLLBACK);
        Files.delete(file());

        rollouts.settle();

        assertThat(rollouts.isPersisted("chat")).isTrue();
        assertThat(percent(open(), STEPS)).isZero();
        assertThat(Files.readAllLines(file())).singleElement().asString().contains("\"event\":\"restored\"");
    }

    @Test
    void two_processes_write_again_what_the_file_lost_and_agree() throws Exception {
        Rollouts one = open();
        Rollouts other = open();
        percent(one, STEPS);
        percent(other, STEPS);
        order(one, STEPS, Order.PROMOTE);
        percent(other, STEPS);
        Files.delete(file());
        one.settle();
        order(one, STEPS, Order.ROLLBACK);

        assertThat(percent(other, STEPS)).isZero();
        assertThat(percent(one, STEPS)).isZero();
        assertThat(percent(open(), STEPS)).isZero();
    }

    @Test
    void an_order_for_no_canary_is_refused() {
        assertThatThrownBy(() -> open().order(config("chat-70b", STEPS), "chats", Order.PAUSE))
                .isInstanceOf(RefusedOrderException.class)
                .hasMessageContaining("chats: no canary has this name");
    }

    @Test
    void a_preview_writes_nothing() {
        assertThat(Rollouts.preview(directory, config("chat-70b", STEPS), START))
                .containsKey("chat");
        assertThat(file()).doesNotExist();
    }

    private Rollouts open() {
        return Rollouts.open(directory, () -> now);
    }

    private Path file() {
        return directory.resolve("rollouts.jsonl");
    }

    private static double percent(Rollouts rollouts, List<Step> steps) {
        return exposure(rollouts, "chat-70b", steps).percent().value();
    }

    private static Exposure exposure(Rollouts rollouts, String salt, List<Step> steps) {
        rollouts.settle();
        Exposure exposure = chat(rollouts.exposures(config(salt, steps)));
        rollouts.settle();
        return exposure;
    }

    private static void order(Rollouts rollouts, List<Step> steps, Order order) throws RefusedOrderException {
        rollouts.settle();
        rollouts.order(config("chat-70b", steps), "chat", order);
        rollouts.settle();
    }

    private static Exposure chat(Map<String, Exposure> exposures) {
        return Objects.requireNonNull(exposures.get("chat"));
    }

    private static Config config(String salt, List<Step> steps) {
        Route route = new Route(
                "chat",
                new Match(new Match.Path.Prefix("/"), Set.of(), Map.of()),
                ContinuationTest.canary(salt, steps),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        Listen listen = Listen.at(new HostPort("127.0.0.1", 0), 1);
        return new Config(
                listen,
                Admin.DEFAULT,
                Map.of(),
                Dns.DEFAULT,
                Identity.NONE,
                List.of(route),
                Sink.DEFAULT,
                "00000000",
                "");
    }
}
