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
}
