package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    private static final String GOOD = Yaml.withRoute(Yaml.ROUTE);

    @TempDir
    Path directory;

    @Test
    void a_loaded_file_keeps_its_source_and_has_its_digest_as_revision() throws Exception {
        Config config = ConfigLoader.load(file(GOOD));

        assertThat(config.source()).isEqualTo(GOOD);
        assertThat(config.revision()).matches("[0-9a-f]{8}");
        assertThat(config.revision())
                .isEqualTo(ConfigLoader.parse("x", GOOD).revision())
                .isNotEqualTo(ConfigLoader.parse("x", GOOD + "\n").revision());
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_text() throws Exception {
        assertThat(ConfigLoader.parse("x", "\uFEFF" + GOOD).routes()).hasSize(1);
    }

    @Test
    void a_file_that_is_not_there_is_one_problem_without_a_place() {
        Path missing = directory.resolve("missing.yaml");

        assertThat(problemsOf(missing))
                .containsExactly(new Problem(missing.toString(), 0, 0, "", "does not exist (expected: a YAML file)"));
    }

    @Test
    void a_directory_is_no_file() {
        assertThat(problemsOf(directory))
                .containsExactly(new Problem(directory.toString(), 0, 0, "", "is a directory (expected: a YAML file)"));
    }

    @Test
    void a_file_without_read_permission_says_so() throws IOException {
        Path file = directory.resolve("secret.yaml");
        Files.writeString(file, GOOD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(file)).as("root reads everything").isFalse();

        assertThat(problemsOf(file))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .startsWith("may not be read");
    }

    @Test
    void a_file_of_100_megabytes_is_refused_without_being_read() throws IOException {
        Path file = directory.resolve("large.yaml");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(100_000_000);
        }
        problemsOf(directory.resolve("missing.yaml"));

        long before = allocatedBytes();
        List<Problem> problems = problemsOf(file);

        assertThat(allocatedBytes() - before).isLessThan(8_000_000);
        assertThat(problems)
                .containsExactly(
                        new Problem(file.toString(), 0, 0, "", "too large: 100000000 bytes (expected: at most 1MiB)"));
    }

    @Test
    void a_file_of_the_largest_size_is_read_and_one_byte_more_is_not() throws Exception {
        String padded = GOOD + "#".repeat(1024 * 1024 - GOOD.length());

        assertThat(ConfigLoader.load(file(padded)).routes()).hasSize(1);
        assertThat(problemsOf(file(padded + "#")))
                .extracting(Problem::message)
                .containsExactly("too large: 1048577 bytes (expected: at most 1MiB)");
        assertThat(Yaml.problems(padded + "#")).containsExactly("too large: 1048577 bytes (expected: at most 1MiB)");
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused_at_their_place() throws IOException {
        Path file = directory.resolve("latin.yaml");
        Files.write(file, "version: 1\nname: \u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problemsOf(file))
                .containsExactly(new Problem(file.toString(), 2, 7, "", "not UTF-8 (expected: a text file in UTF-8)"));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("test.yaml"), text);
    }

    private static List<Problem> problemsOf(Path file) {
        InvalidConfigException invalid =
                catchThrowableOfType(InvalidConfigException.class, () -> ConfigLoader.load(file));
        return invalid.problems();
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
