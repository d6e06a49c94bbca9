package dev.understudy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitHasherTest {
    @TempDir
    Path data;

    @Test
    void the_same_unit_has_the_same_hash_after_a_restart_and_no_other_has() throws Exception {
        String before = UnitHasher.open(data).hash("user-1");

        UnitHasher after = UnitHasher.open(data);

        assertThat(after.hash("user-1")).isEqualTo(before).matches("[0-9a-f]{32}");
        assertThat(after.hash("user-2")).isNotEqualTo(before);
    }

    @Test
    void the_hash_is_the_hmac_that_other_implementations_compute() throws Exception {
        Files.writeString(data.resolve("unit.key"), "k".repeat(32));

        assertThat(UnitHasher.open(data).hash("what do ya want for nothing?"))
                .isEqualTo("4f63351605b85f42e803b30e42c1905f");
    }

    @Test
    void another_directory_hashes_otherwise() throws Exception {
        assertThat(UnitHasher.open(data.resolve("a")).hash("user-1"))
                .isNotEqualTo(UnitHasher.open(data.resolve("b")).hash("user-1"));
    }

    @Test
    void all_who_open_at_once_agree_on_one_key() {
        assertThat(IntStream.range(0, 32)
                        .parallel()
                        .mapToObj(process -> hashed())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void the_key_is_for_the_owner_alone() throws Exception {
        UnitHasher.open(data);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("unit.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_damaged_key_is_not_replaced() throws Exception {
        Files.write(data.resolve("unit.key"), new byte[7]);

        assertThatThrownBy(() -> UnitHasher.open(data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unit.key: 7 bytes (expected: 32");
    }

    /** On a disk that has become read-only nothing can be locked or written. */
    @Test
    void a_key_that_is_there_is_only_read() throws Exception {
        String before = UnitHasher.open(data).hash("user-1");

        try (FileChannel key = FileChannel.open(data.resolve("unit.key"), StandardOpenOption.WRITE);
                FileLock locked = key.lock()) {
            assertThat(locked.isValid()).isTrue();
            assertThat(UnitHasher.open(data).hash("user-1")).isEqualTo(before);
        }
    }

    private String hashed() {
        try {
            return UnitHasher.open(data).hash("user-1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
