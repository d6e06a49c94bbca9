package dev.understudy.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MetricsCommandTest {
    @Test
    void every_metric_is_a_line_and_one_is_told_in_full() {
        Typed all = Typed.understudy("metrics");
        Typed one = Typed.understudy("metrics", "ece10_top");

        assertThat(all.exitCode()).isZero();
        assertThat(all.out().lines())
                .hasSizeGreaterThan(60)
                .anyMatch(line -> line.matches("roc_auc +share +higher .*"));
        assertThat(one.out()).contains("formula  ece10 of the largest probability", "profiles classification");
    }

    @Test
    void json_has_everything_and_an_unknown_name_is_wrong_use() throws IOException {
        JsonNode all = new ObjectMapper()
                .readTree(Typed.understudy("metrics", "--json").out());

        assertThat(all)
                .hasSizeGreaterThan(60)
                .allSatisfy(metric -> assertThat(metric.path("means").asText()).isNotEmpty());
        assertThat(Typed.understudy("metrics", "nothing").exitCode()).isEqualTo(2);
    }

    @Test
    void those_of_a_module_beside_are_listed_and_say_what_asks_for_them() {
        assertThat(Typed.understudy("metrics", "embedding_similarity").out()).contains("only with report --embeddings");

        Typed report = Typed.understudy("report", "--embeddings", "--data", "nowhere", "--out", "report.md");
        assertThat(report.exitCode()).isEqualTo(2);
        assertThat(report.err()).contains("--embeddings needs the module understudy-embedding (expected: started as");
        assertThat(Typed.understudy("report", "--embeddings", "0", "--out", "report.md")
                        .err())
                .contains("--embeddings: 0.0 (expected: more than 0, at most 100)");
    }
}
