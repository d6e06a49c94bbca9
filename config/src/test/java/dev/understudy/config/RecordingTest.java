package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Identity.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingTest {
    @Test
    void keysOfUnitsAreRedactedWhereverTheyAreLookedFor() {
        var identity = new Identity(
                List.of(new Source.Header("x-user-id"), new Source.JwtClaim("sub")),
                List.of(new Source.BodyField(new Pointer("/prompt_cache_key"))));

        var recording = Recording.DEFAULT.withoutKeys(identity);

        assertThat(recording.redactHeaders()).containsExactly("x-user-id");
        assertThat(recording.redactPointers()).containsExactly(new Pointer("/prompt_cache_key"));
    }
}
