package dev.understudy.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path directory;

    @Test
    void what_was_there_stays_until_the_new_file_is_whole() throws IOException {
        Path file = Files.writeString(directory.resolve("pairs.jsonl"), "before");

        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write('a');
                    throw new IOException("No space left on device");
                }))
                .hasMessage("No space left on device");
        assertThat(file).hasContent("before");
        assertThat(directory).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.pairs*");

        WholeFile.write(file, out -> out.write('a'));
        assertThat(file).hasContent("a");
        assertThat(directory.toFile().list()).containsExactly("pairs.jsonl");
    }

    @Test
    void a_link_stays_one() throws IOException {
        Path file = Files.writeString(directory.resolve("pairs.jsonl"), "before");
        Path link = Files.createSymbolicLink(directory.resolve("latest.jsonl"), file);

        WholeFile.write(link, out -> out.write('a'));

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("a");
    }

    @Test
    void what_is_no_file_is_written_where_it_stands() throws IOException {
        Path nothing = Path.of("/dev/null");

        WholeFile.write(nothing, out -> out.write('a'));

        assertThat(Files.isRegularFile(nothing)).isFalse();
        assertThat(nothing).exists();
    }
}
