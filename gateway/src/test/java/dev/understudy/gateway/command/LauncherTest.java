package dev.understudy.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the command, with a Java that is a script as well. */
class LauncherTest {
    private static final int MINUTES_MAX = 3;

    /** Serves at once; what is learnt from it is written when it is told to end. */
    private static final String WELL = """
            echo $$ >>"$(dirname "$0")/pids"
            for argument; do
                case $argument in
                    -XX:ArchiveClassesAtExit=*) archive=${argument#*=} ;;
                    -XX:SharedArchiveFile=*) echo "with $(cat "${argument#*=}")" ;;
                esac
            done
            [ -n "${archive:-}" ] || { echo served; exit; }
            trap 'echo classes >"$archive"; exit' TERM
            echo 'understudy ready'
            while :; do /bin/sleep 0.05; done
            """;

    /** Never serves while it is to be learnt from, and does not end when it is asked to. */
    private static final String HANGING = """
            trap '' TERM
            echo $$ >>"$(dirname "$0")/pids"
            case "$*" in *-XX:ArchiveClassesAtExit=*) ;; *) echo served; exit ;; esac
            while :; do /bin/sleep 0.05; done
            """;

    @TempDir
    private Path home;

    @BeforeEach
    void lay() throws IOException {
        Files.copy(Path.of("..", "understudy"), home.resolve("understudy"));
        Files.createDirectories(home.resolve("gateway/target"));
        Files.createFile(home.resolve("gateway/target/understudy.jar"));
        Files.createDirectories(home.resolve("quick"));
        Files.createDirectories(home.resolve("java/bin"));
        Files.writeString(home.resolve("java/release"), "JAVA_VERSION=\"17.0.9\"\n");
    }

    @Test
    void what_is_learnt_from_a_first_start_is_kept_for_the_next_ones() throws Exception {
        java(WELL);

        assertThat(run()).containsExactly("with classes", "served");
        assertThat(run()).containsExactly("with classes", "served");
        assertThat(Files.readAllLines(pids())).hasSize(3);
    }

    @Test
    void a_first_start_that_hangs_is_given_up_and_serves_all_the_same() throws Exception {
        java(HANGING);
        // Time passes only once it hangs, and then at once.
        script(home.resolve("quick/sleep"), "until [ -s '%s' ]; do /bin/sleep 0.01; done".formatted(pids()));

        assertThat(run()).containsExactly("served");
        List<String> pids = Files.readAllLines(pids());
        assertThat(pids).hasSize(2);
        assertThat(ProcessHandle.of(Long.parseLong(pids.get(0))).filter(ProcessHandle::isAlive))
                .isEmpty();
        assertThat(home.resolve("gateway/target/understudy-run-jdk17.archive")).isEmptyFile();
    }

    @Test
    void a_java_that_is_too_old_is_refused_by_name() throws Exception {
        java(WELL);
        Files.writeString(home.resolve("java/release"), "JAVA_VERSION=\"11.0.2\"\n");

        Process launcher = start();

        assertThat(launcher.waitFor()).isEqualTo(2);
        assertThat(Files.readAllLines(err()))
                .singleElement()
                .asString()
                .contains("JAVA_HOME: " + home.resolve("java") + " is Java 11 (expected: 17 or later)");
    }

    /** Of every Java that was started. */
    private Path pids() {
        return home.resolve("java/bin/pids");
    }

    private void java(String script) throws IOException {
        script(home.resolve("java/bin/java"), script);
    }

    private static void script(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** What it says once it ended well. */
    private List<String> run() throws Exception {
        Process launcher = start();
        try {
            assertThat(launcher.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
        } finally {
            launcher.descendants().forEach(ProcessHandle::destroyForcibly);
            launcher.destroyForcibly();
        }
        assertThat(launcher.exitValue()).as(Files.readString(err())).isZero();
        return Files.readAllLines(out());
    }

    private Process start() throws IOException {
        ProcessBuilder launcher =
                new ProcessBuilder("sh", home.resolve("understudy").toString(), "run", "-c", "none.yaml");
        launcher.environment().put("JAVA_HOME", home.resolve("java").toString());
        launcher.environment().put("PATH", home.resolve("quick") + ":" + System.getenv("PATH"));
        launcher.environment().remove("UNDERSTUDY_JAVA_OPTS");
        return launcher.redirectOutput(out().toFile())
                .redirectError(err().toFile())
                .start();
    }

    private Path out() {
        return home.resolve("out");
    }

    private Path err() {
        return home.resolve("err");
    }
}
