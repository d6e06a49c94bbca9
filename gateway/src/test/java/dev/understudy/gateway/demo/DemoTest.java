package dev.understudy.gateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.config.Config;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit's
    private Path directory;

    @Test
    void models_that_are_not_built_are_named_with_the_command_that_builds_them() {
        assertThatThrownBy(() -> ModelProgram.below(directory))
                .isInstanceOf(DemoFailedException.class)
                .hasMessageContaining("mvn -pl load-tests/models");
    }

    @Test
    void a_library_that_vanished_is_named() throws Exception {
        Path target = Files.createDirectories(directory.resolve("load-tests/models/target"));
        Files.createFile(target.resolve("understudy-models-0.1.0-SNAPSHOT.jar"));
        Files.writeString(
                target.resolve("classpath"), directory.resolve("gone.jar").toString());

        assertThatThrownBy(() -> ModelProgram.below(directory)).hasMessageContaining("gone.jar is missing");
    }

    @Test
    void a_model_that_cannot_start_fails_the_demo_with_its_last_words() throws Exception {
        try (ModelProcess process =
                ModelProcess.start(new ModelProgram(directory.resolve("no.jar").toString()), "full", directory)) {
            assertThatThrownBy(process::address)
                    .isInstanceOf(DemoFailedException.class)
                    .hasMessageContaining("the model full ended before it was ready")
                    .hasMessageContaining("ClassNotFoundException");
        }
    }

    @Test
    void the_file_loads_and_has_one_route_a_strategy() throws Exception {
        Path data = Files.createDirectory(directory.resolve("a \"b\""));

        Config config = ConfigLoader.load(
                DemoFile.write(data, URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:2"), 30));

        assertThat(config.routes().stream().map(Route::name))
                .containsExactly(
                        Arrays.stream(DemoRoute.values()).map(DemoRoute::label).toArray(String[]::new));
        assertThat(config.routes().stream().map(route -> route.experiment().strategy()))
                .containsExactly("interleave", "shadow", "ab", "canary");
        assertThat(config.model("minilm-8bit").endpoints()).containsExactly(URI.create("http://127.0.0.1:2"));
        assertThat(config.sink().path()).isEqualTo(data.toAbsolutePath());
    }

    @Test
    void too_short_a_demo_is_refused() {
        assertThatThrownBy(() -> new DemoSettings(1, Optional.empty(), false, directory, false))
                .hasMessageContaining("seconds: 1 (expected: 5..");
    }

    @Test
    void a_stage_ends_things_in_reverse_and_once() throws IOException {
        List<String> ended = new ArrayList<>();
        Stage stage = Stage.open();
        Path scratch = stage.scratch();
        Files.createDirectories(scratch.resolve("deep/deeper"));
        stage.add(() -> ended.add("models"));
        stage.add(() -> ended.add("gateway"));

        stage.close();
        stage.close();

        assertThat(ended).containsExactly("gateway", "models");
        assertThat(scratch).doesNotExist();
    }

    @Test
    void what_comes_after_the_end_is_ended_at_once() {
        List<String> ended = new ArrayList<>();
        Stage stage = Stage.open();
        stage.close();

        stage.add(() -> ended.add("late"));

        assertThat(ended).containsExactly("late");
    }

    @Test
    void progress_is_a_line_every_five_seconds_where_nobody_watches() {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        Progress progress = new Progress(new PrintStream(shown, true, UTF_8), false, 12);

        for (int second = 1; second <= 12; second++) {
            progress.show(second, new Tally());
        }

        assertThat(shown.toString(UTF_8).lines()).hasSize(3).last().asString().contains("12/12 s");
    }
}
