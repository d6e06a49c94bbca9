package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExamplesTest {
    @Test
    void complete() throws Exception {
        try {
            assertThat(ConfigLoader.load(Path.of("examples/complete.yaml")).routes())
                    .hasSize(6);
        } catch (InvalidConfigException e) {
            throw new AssertionError(e.getMessage());
        }
    }
}
