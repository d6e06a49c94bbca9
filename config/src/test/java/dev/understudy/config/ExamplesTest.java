package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExamplesTest {
    @Test
    void complete() throws Exception {
        try {
            Config c = ConfigLoader.load(Path.of("examples/complete.yaml"));
            System.out.println(EffectiveConfig.yaml(c));
            assertThat(c.routes()).hasSize(6);
            Config d = ConfigLoader.parse("e", EffectiveConfig.yaml(c));
            assertThat(d)
                    .usingRecursiveComparison()
                    .ignoringFields("source", "revision")
                    .isEqualTo(c);
        } catch (InvalidConfigException e) {
            throw new AssertionError(e.getMessage());
        }
    }
}
