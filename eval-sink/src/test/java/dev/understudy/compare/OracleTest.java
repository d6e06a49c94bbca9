package dev.understudy.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.compare.metric.Detail;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.statistics.ConfidenceSequence;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.SampleRatio;
import dev.understudy.log.PairImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real outputs through the import and the report, against what scipy, scikit-learn and gbstats say of them. */
final class OracleTest {
    private static final Offset<Double> METRIC = within(1e-9);
    private static final Offset<Double> P_VALUE = within(1e-7);

    @TempDir
    Path data;

    @Test
    void classification() throws IOException {
        JsonNode expected = SharedData.json("data/expected/breast_cancer_nb_vs_logreg.json");
        Report.Comparison route = imported("breast_cancer_nb_vs_logreg");
        var accuracy = metric(route, "accuracy").estimate();
        JsonNode correct = expected.at("/tests/0");

        assertThat(accuracy.n()).isEqualTo(285);
        assertThat(accuracy.legacy())
                .isEqualTo(expected.at("/classification/legacy/accuracy").asDouble(), METRIC);
        assertThat(accuracy.candidate())
                .isEqualTo(expected.at("/classification/candidate/accuracy").asDouble(), METRIC);
        assertThat(accuracy.delta()).isEqualTo(correct.path("diff").asDouble(), METRIC);
        var inference = Objects.requireNonNull(accuracy.inference());
        assertThat(inference.p()).isEqualTo(expected.at("/mcnemar/p_exact").asDouble(), P_VALUE);
        assertThat(Objects.requireNonNull(inference.fixed()).low())
                .isEqualTo(correct.at("/t_ci/0").asDouble(), METRIC);
        assertThat(inference.fixed().high()).isEqualTo(correct.at("/t_ci/1").asDouble(), METRIC);
        assertThat(metric(route, "agreement").estimate().candidate())
                .isEqualTo(expected.path("prediction_agreement").asDouble(), METRIC);
        double sd = correct.path("sd_diff").asDouble();
        Interval sequence =
                new ConfidenceSequence(5000, 0.05).interval(correct.path("diff").asDouble(), sd * sd, 285);
        assertThat(sequence.low()).isEqualTo(correct.at("/confseq/lo").asDouble(), METRIC);
        assertThat(new ConfidenceSequence(5000, 0.05).p(correct.path("diff").asDouble(), sd * sd, 285))
                .isEqualTo(correct.at("/confseq/p_always_valid").asDouble(), P_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mtbench_vicuna13b_vs_gpt35",
                "mtbench_vicuna13b_vs_vicuna7b",
                "phi3_vs_dpo",
                "ja_vicuna_aa_and_candidate"
            })
    void text(String name) throws IOException {
        JsonNode expected = SharedData.json("data/expected/" + name + ".json");
        Report.Comparison route = imported(name);
        long n = expected.path("n").asLong();
        JsonNode length = expected.at("/tests/0");

        assertThat(route.pairs()).isEqualTo(n);
        assertThat(metric(route, "token_f1").estimate().candidate())
                .isEqualTo(expected.at("/agreement/token_f1").asDouble(), METRIC);
        assertThat(metric(route, "rougeL").estimate().candidate())
                .isEqualTo(expected.at("/agreement/rougeL").asDouble(), METRIC);
        assertThat(metric(route, "agreement").estimate().candidate())
                .isEqualTo(expected.at("/agreement/identical").asDouble() / n, METRIC);
        var chars = metric(route, "output_chars").estimate();
        assertThat(chars.delta()).isEqualTo(length.path("diff").asDouble(), METRIC);
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(chars.inference()).fixed())
                        .low())
                .isEqualTo(length.at("/t_ci/0").asDouble(), within(1e-6));
        if (expected.has("noise")) {
            assertThat(metric(route, "agreement").estimate().noise())
                    .isEqualTo(1 - expected.at("/noise/noise").asDouble() / n, METRIC);
        }
    }

    /** Every paired test of the metrics that both know, by the report of the file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "breast_cancer_nb_vs_logreg",
                "mtbench_vicuna13b_vs_gpt35",
                "mtbench_vicuna13b_vs_vicuna7b",
                "phi3_vs_dpo",
                "ja_vicuna_aa_and_candidate",
                "letor_ridge_vs_gbrt"
            })
    void statistics(String name) throws IOException {
        Map<String, String> names = Map.of("correct", "accuracy");
        Report.Comparison route = imported(name);
        int compared = 0;
        for (JsonNode test : SharedData.json("data/expected/" + name + ".json").path("tests")) {
            String metric = test.path("metric").asText();
            String ours = names.getOrDefault(metric, metric);
            var found = route.metrics().stream()
                    .filter(result -> result.estimate().name().equals(ours))
                    .findFirst();
            if (found.isPresent() && found.get().estimate().detail().t() != null) {
                checkStatistics(found.get().estimate(), test);
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(2);
    }

    private static void checkStatistics(Estimate estimate, JsonNode test) {
        Detail detail = estimate.detail();
        Detail.Test t = Objects.requireNonNull(detail.t());
        var bootstrap = Objects.requireNonNull(detail.bootstrap());
        var wilcoxon = Objects.requireNonNull(detail.wilcoxon());
        var sign = Objects.requireNonNull(detail.sign());
        double scale = Math.max(1, Math.abs(test.path("diff").asDouble()));
        Offset<Double> end = within(1e-7 * scale);

        assertThat(estimate.delta()).isEqualTo(test.path("diff").asDouble(), within(1e-9 * scale));
        assertThat(detail.deviation()).isEqualTo(test.path("sd_diff").asDouble(), within(1e-9 * scale));
        assertThat(detail.effect()).isEqualTo(test.path("cohen_dz").asDouble(), METRIC);
        assertThat(t.p()).isEqualTo(test.path("t_p").asDouble(), P_VALUE);
        assertThat(t.interval().low()).isEqualTo(test.at("/t_ci/0").asDouble(), end);
        assertThat(t.interval().high()).isEqualTo(test.at("/t_ci/1").asDouble(), end);
        assertThat(bootstrap.interval().low())
                .isEqualTo(test.at("/bootstrap/lo").asDouble(), end);
        assertThat(bootstrap.interval().high())
                .isEqualTo(test.at("/bootstrap/hi").asDouble(), end);
        assertThat(bootstrap.p()).isEqualTo(test.at("/bootstrap/p").asDouble(), P_VALUE);
        assertThat(wilcoxon.w()).isEqualTo(test.at("/wilcoxon/W").asDouble(), METRIC);
        assertThat(wilcoxon.p()).isEqualTo(test.at("/wilcoxon/p").asDouble(), P_VALUE);
        assertThat(wilcoxon.nonZero()).isEqualTo(test.at("/wilcoxon/n_nonzero").asInt());
        assertThat(sign.p()).isEqualTo(test.at("/sign/p").asDouble(), P_VALUE);
        assertThat(sign.ties()).isEqualTo(test.at("/sign/ties").asLong());
    }

    @Test
    void half_widths_and_mismatches_are_those_of_gbstats() {
        JsonNode golden = SharedData.json("data/gbstats/golden.json");
        for (JsonNode one : golden.path("halfwidth")) {
            ConfidenceSequence sequence = new ConfidenceSequence(
                    one.path("n_star").asLong(), one.path("alpha").asDouble());
            assertThat(sequence.halfWidth(
                            one.path("s2").asDouble(), one.path("n").asLong()))
                    .isEqualTo(one.path("two_sided").asDouble(), METRIC);
            assertThat(sequence.oneSidedHalfWidth(
                            one.path("s2").asDouble(), one.path("n").asLong()))
                    .isEqualTo(one.path("one_sided").asDouble(), METRIC);
        }
        for (JsonNode one : golden.path("srm")) {
            List<Double> shares = new ArrayList<>();
            List<Long> users = new ArrayList<>();
            double weight = 0;
            for (JsonNode share : one.path("weights")) {
                weight += share.asDouble();
            }
            for (int i = 0; i < one.path("users").size(); i++) {
                shares.add(one.path("weights").get(i).asDouble() / weight);
                users.add(one.path("users").get(i).asLong());
            }
            assertThat(SampleRatio.p(List.of(new SampleRatio.Table(shares, users)), 0))
                    .isEqualTo(one.path("p").asDouble(), P_VALUE);
        }
        assertThat(golden.path("halfwidth")).isNotEmpty();
        assertThat(golden.path("srm")).isNotEmpty();
    }

    private Report.Comparison imported(String name) throws IOException {
        Map<String, Report.Comparison> routes = new HashMap<>();
        PairImport.importFile(SharedData.file("data/pairs/" + name + ".jsonl"), data, Optional.of(name), bad -> {
            throw new AssertionError(bad.toString());
        });
        Report report = Reports.compute(data, Optional.empty(), Filter.ALL, 2, 42);
        report.routes().forEach(route -> routes.put(route.route(), route));
        return Objects.requireNonNull(routes.get(name));
    }

    private static Report.MetricResult metric(Report.Comparison route, String name) {
        return route.metrics().stream()
                .filter(result -> result.estimate().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
