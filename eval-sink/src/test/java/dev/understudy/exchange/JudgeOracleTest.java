package dev.understudy.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.compare.SharedData;
import dev.understudy.judge.Findings;
import dev.understudy.judge.JudgeResult;
import dev.understudy.judge.Opinions;
import dev.understudy.log.PairImport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge's figures equal the oracle's on real judgments; skipped where those are not there. */
class JudgeOracleTest {
    @ParameterizedTest
    @ValueSource(strings = {"phi3_vs_dpo", "ja_vicuna_aa_and_candidate"})
    void judgments_are_summed_up_as_the_oracle_does(String name, @TempDir Path data) throws Exception {
        JsonNode expected = SharedData.json("data/expected/" + name + ".json").path("judge");
        try (Opinions.Intake intake = Opinions.of(data).intake(Instant.EPOCH)) {
            PairImport.importFile(
                    SharedData.file("data/pairs/" + name + ".jsonl"),
                    data,
                    Optional.of(name),
                    bad -> {},
                    new OutputsOpinions(intake));
        }

        JudgeResult result = Findings.of(data, name, Optional.empty()).judges().get(0);

        assertThat(result.judged()).isEqualTo(expected.path("judged").asLong());
        assertThat(result.errors()).isEqualTo(expected.path("errors").asLong());
        assertThat(result.wins()).isEqualTo(expected.path("wins").asLong());
        assertThat(result.ties()).isEqualTo(expected.path("ties").asLong());
        assertThat(result.losses()).isEqualTo(expected.path("losses").asLong());
        assertThat(Objects.requireNonNull(result.winRate()))
                .isCloseTo(expected.path("win_rate_adjusted").asDouble(), within(1e-12));
        assertThat(result.signP()).isCloseTo(expected.path("sign_p").asDouble(), within(1e-7));
        assertThat(Objects.requireNonNull(result.consistency()))
                .isCloseTo(expected.path("consistency").asDouble(), within(1e-12));
        JsonNode position = expected.path("position_bias");
        assertThat(result.position().first()).isEqualTo(position.path("first").asLong());
        assertThat(result.position().second()).isEqualTo(position.path("second").asLong());
        assertThat(result.position().p()).isCloseTo(position.path("p").asDouble(), within(1e-7));
    }
}
