package dev.understudy.gateway.command;

import static dev.understudy.gateway.command.Typed.understudy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RunningGateway;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A person at the command line, before a gateway that carries a canary's traffic. */
@ExtendWith(LeakGuard.class)
class RolloutCommandIT {
    private static final String YAML = """
            identity: {user: [{header: x-user-id}]}
            models:
              old: {url: "%s"}
              new: {url: "%s"}
            routes:
              - name: chat
                match: {path: {prefix: /}}
                canary: {legacy: old, candidate: new, steps: [setPercent: 0, pause: {}, setPercent: 50, pause: 9d]}
            """;

    @TempDir
    private Path directory;

    @Test
    void each_order_is_followed_by_the_traffic_at_once_and_after_a_restart() throws Exception {
        try (FakeModel legacy = FakeModel.that(Behaviour.answering("legacy"));
                FakeModel candidate = FakeModel.that(Behaviour.answering("candidate"))) {
            String yaml = YAML.formatted(legacy.url(), candidate.url());
            try (RunningGateway gateway = RunningGateway.in(directory, yaml)) {
                assertThat(rollout(gateway, "status").out())
                        .startsWith("chat: 0 % to new, step 2 of 4, waiting for a person since ");

                assertThat(rollout(gateway, "promote", "chat").out())
                        .startsWith("chat: 100 % to new, step 4 of 4, done since ");
                assertThat(answer(gateway)).isEqualTo("candidate");

                assertThat(rollout(gateway, "rollback", "chat").out())
                        .startsWith("chat: 0 % to new, step 4 of 4, rolled back");
                assertThat(answer(gateway)).isEqualTo("legacy");

                rollout(gateway, "resume", "chat");
                rollout(gateway, "resume", "chat");
                assertThat(rollout(gateway, "pause", "chat").out())
                        .startsWith("chat: 50 % to new, step 4 of 4, paused");
                Typed promoted = rollout(gateway, "promote", "chat");
                assertThat(promoted.out()).startsWith("chat: 100 %");
            }
            try (RunningGateway again = RunningGateway.in(directory, yaml)) {
                assertThat(answer(again)).isEqualTo("candidate");
                assertThat(rollout(again, "status", "chat").out()).startsWith("chat: 100 %");
            }
        }
    }

    @Test
    void an_order_is_followed_while_the_disk_hangs_and_saved_once_it_no_longer_does() throws Exception {
        try (FakeModel legacy = FakeModel.that(Behaviour.answering("legacy"));
                FakeModel candidate = FakeModel.that(Behaviour.answering("candidate"))) {
            String yaml = YAML.formatted(legacy.url(), candidate.url());
            try (RunningGateway gateway = RunningGateway.in(directory, yaml)) {
                Path file = gateway.dataDirectory().resolve("rollouts.jsonl");
                hang(file);
                try {
                    Typed promoted = rollout(gateway, "promote", "chat");

                    assertThat(promoted.out()).startsWith("chat: 100 % to new");
                    assertThat(promoted.err()).startsWith("understudy: warning: this is followed but not saved yet");
                    assertThat(answer(gateway)).isEqualTo("candidate");
                    assertThat(gateway.metric("understudy_rollout_persisted")).isZero();
                    assertThat(rollout(gateway, "status").out()).startsWith("chat: 100 % to new");
                } finally {
                    letGo(file);
                }
                gateway.awaitMetric(1, "understudy_rollout_persisted");
            }
            try (RunningGateway again = RunningGateway.in(directory, yaml)) {
                assertThat(answer(again)).isEqualTo("candidate");
            }
        }
    }

    /** Who opens it now waits for somebody at the other end. */
    private void hang(Path file) throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Files.move(pipe, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void letGo(Path file) throws IOException {
        RandomAccessFile bothEnds = new RandomAccessFile(file.toFile(), "rw");
        try {
            Files.delete(file);
        } finally {
            bothEnds.close();
        }
    }

    @Test
    void what_cannot_be_done_is_said_on_standard_error() throws Exception {
        String yaml = YAML.formatted(FakeModel.refusing(), FakeModel.refusing());
        try (RunningGateway gateway = RunningGateway.in(directory, yaml)) {
            Typed unknown = rollout(gateway, "pause", "cat");
            assertThat(unknown.exitCode()).isEqualTo(2);
            assertThat(unknown.err()).startsWith("understudy: cat: no canary has this name");
            rollout(gateway, "rollback", "chat");

            Typed misplaced = rollout(gateway, "pause", "chat");
            assertThat(misplaced.exitCode()).isEqualTo(1);
            assertThat(misplaced.err()).startsWith("understudy: pause: chat is rolledBack (expected: ");
        }
    }

    @Test
    void the_token_of_the_configuration_opens_the_door() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "open sesame");
        String yaml = "admin: {http: \"127.0.0.1:0\", auth: {bearer: {file: " + token + "}}}\n"
                + YAML.formatted(FakeModel.refusing(), FakeModel.refusing());
        try (RunningGateway gateway = RunningGateway.in(directory, yaml)) {
            assertThat(rollout(gateway, "status").err()).contains("admin.auth.bearer");
            assertThat(understudy("rollout", "status", "--admin", address(gateway), "--token", token)
                            .out())
                    .startsWith("chat: 0 %");
            Path file = Files.writeString(
                    directory.resolve("seen.yaml"),
                    Files.readString(gateway.configFile())
                            .replace(
                                    "admin: {http: \"127.0.0.1:0\"",
                                    "admin: {http: \"127.0.0.1:" + gateway.adminPort() + "\""));
            assertThat(understudy("rollout", "status", "-c", file).out()).startsWith("chat: 0 %");
        }
    }

    @Test
    void where_no_gateway_answers_that_is_said() {
        String address = FakeModel.refusing();
        Typed nobody = understudy("rollout", "status", "--admin", address);

        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.err()).startsWith("understudy: no gateway answers at " + address);
    }

    @Test
    void a_file_that_is_broken_meanwhile_does_not_hide_how_to_reach_what_serves() throws Exception {
        Path broken = Files.writeString(directory.resolve("broken.yaml"), "version: 1\nroutes: none\n");

        assertThat(understudy("rollout", "rollback", "chat", "-c", broken).err())
                .contains(broken.toString(), "--admin URL", "--token FILE");
        assertThat(understudy("rollout", "status", "--admin", "http://127.0.0.1:1/understudy")
                        .err())
                .contains("--admin: http://127.0.0.1:1/understudy");
    }

    private static Typed rollout(RunningGateway gateway, String order, String... route) {
        Object[] words = new Object[4 + route.length];
        words[0] = "rollout";
        words[1] = order;
        System.arraycopy(route, 0, words, 2, route.length);
        words[2 + route.length] = "--admin";
        words[3 + route.length] = address(gateway);
        return understudy(words);
    }

    private static String address(RunningGateway gateway) {
        return "http://127.0.0.1:" + gateway.adminPort();
    }

    private static String answer(RunningGateway gateway) throws IOException {
        return RawClient.get(gateway.port(), "/", "X-User-Id: ann").body();
    }
}
