package dev.understudy.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class FileTroubleTest {
    @Test
    void a_file_that_may_not_be_used_is_said_to_be_so() {
        assertThat(FileTrouble.words(new AccessDeniedException("data/pairs")))
                .isEqualTo("data/pairs: may not be read or written (expected: permission for the user that runs this)");
    }

    @Test
    void what_the_system_or_we_say_stands_as_it_is() {
        assertThat(FileTrouble.words(new FileSystemException("data/x", null, "No space left on device")))
                .isEqualTo("data/x: No space left on device");
        assertThat(FileTrouble.words(new IOException("another process writes there")))
                .isEqualTo("another process writes there");
        assertThat(FileTrouble.words(new IOException())).isEqualTo("java.io.IOException");
    }
}
