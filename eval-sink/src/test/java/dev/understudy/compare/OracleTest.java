package dev.understudy.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.compare.metric.Detail;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.statistics.ConfidenceSequence;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.MannWhitney;
import dev.understudy.compare.statistics.MeanTest;
import dev.understudy.compare.statistics.Moments;
import dev.understudy.compare.statistics.SampleRatio;
import dev.understudy.log.PairImport;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
    void two_samples_of_the_azure_traces() throws IOException {
        JsonNode expected = SharedData.json("data/expected/azure_generated_tokens.json");
        double[] code = column("code.csv");
        double[] conversation = column("conv.csv");
        Moments left = moments(code);
        Moments right = moments(conversation);

        MannWhitney ranks = MannWhitney.test(code, conversation, 0.95);

        assertThat(ranks.u()).isEqualTo(expected.at("/mwu/U").asDouble());
        assertThat(ranks.cles()).isEqualTo(expected.at("/mwu/cles").asDouble(), METRIC);
        assertThat(ranks.p()).isEqualTo(expected.at("/mwu/p").asDouble(), P_VALUE);
        assertThat(MeanTest.welchT(left, right))
                .isEqualTo(expected.at("/welch/t").asDouble(), within(1e-7));
        assertThat(MeanTest.welchP(left, right))
                .isEqualTo(expected.at("/welch/p").asDouble(), P_VALUE);
        long n = code.length + (long) conversation.length;
        Interval sequence = new ConfidenceSequence(5000, 0.05)
                .interval(right.mean() - left.mean(), MeanTest.squaredError(left, right) * n, n);
        assertThat(sequence.low()).isEqualTo(expected.at("/confseq/lo").asDouble(), P_VALUE);
        assertThat(sequence.high()).isEqualTo(expected.at("/confseq/hi").asDouble(), P_VALUE);
        SampleRatio.Result split =
                SampleRatio.test(List.of(new SampleRatio.Table(List.of(0.5, 0.5), List.of(left.n(), right.n()))), 8);
        assertThat(split.statistic()).isEqualTo(expected.at("/srm/chi2").asDouble(), P_VALUE);
        assertThat(split.p()).isEqualTo(expected.at("/srm/p").asDouble(), P_VALUE);
        assertThat(split.alwaysValidP())
                .isEqualTo(expected.at("/srm/p_sequential").asDouble(), P_VALUE);
    }

    @Test
    void metrics_are_classified_as_kayentas_judge_does() {
        JsonNode cases = SharedData.json("data/kayenta/mannwhitney_classifier_cases.json");
        int agreed = 0;
        for (JsonNode one : cases) {
            Kayenta kayenta = Kayenta.of(one);
            if (kayenta != null) {
                assertThat(kayenta.classified()).as("%s", one.path("name")).isEqualTo(kayenta.wanted());
                agreed++;
            }
        }
        assertThat(agreed)
                .isEqualTo(SharedData.json("data/expected/kayenta.json")
                        .path("agree")
                        .asInt());
    }

    private static double[] column(String file) throws IOException {
        List<String> lines = Files.readAllLines(SharedData.file("data/azure_llm_trace/" + file));
        int at = List.of(lines.get(0).split(",", -1)).indexOf("GeneratedTokens");
        return lines.stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[at]))
                .toArray();
    }

    private static Moments moments(double[] values) {
        Moments moments = new Moments();
        for (double value : values) {
            moments.add(value);
        }
        return moments;
    }

    @Test
    void interleaving() throws IOException {
        JsonNode expected = SharedData.json("data/expected/letor_tdi_sessions.json");
        PreferenceFigure figure = new PreferenceFigure();
        ObjectMapper mapper = new ObjectMapper();
        for (String line : Files.readAllLines(SharedData.file("data/pairs/letor_tdi_sessions.jsonl"))) {
            JsonNode session = mapper.readTree(line);
            List<Pair.Item> items = new ArrayList<>();
            for (int place = 0; place < session.path("list").size(); place++) {
                items.add(new Pair.Item(
                        session.path("list").get(place).asText(),
                        session.path("teams").get(place).asText()));
            }
            List<String> clicked = new ArrayList<>();
            session.path("clicks")
                    .forEach(click -> clicked.add(items.get(click.asInt()).id()));
            SessionCredit credit =
                    SessionCredit.of(new Pair.Interleaving("teamDraft", false, items), clicked, List.of(), List.of());
            figure.addSession(credit, clicked.isEmpty(), Instant.EPOCH, null);
        }

        Report.Preference preference = figure.result(new Comparer(VerdictRules.DEFAULT, Filter.ALL, 1, 42).precision())
                .orElseThrow();

        assertThat(preference.wins()).isEqualTo(expected.path("wins").asLong());
        assertThat(preference.losses()).isEqualTo(expected.path("losses").asLong());
        assertThat(preference.ties()).isEqualTo(expected.path("ties").asLong());
        assertThat(preference.delta()).isEqualTo(expected.path("delta_ab").asDouble(), METRIC);
        assertThat(preference.signP()).isEqualTo(expected.path("sign_p").asDouble(), P_VALUE);
        assertThat(preference.alwaysValidP())
                .isEqualTo(expected.path("anytime_p").asDouble(), P_VALUE);
        assertThat(preference.items().delta())
                .isEqualTo(expected.path("credit_diff_mean").asDouble(), METRIC);
        assertThat(preference.items().p()).isEqualTo(expected.path("credit_t_p").asDouble(), P_VALUE);
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
