package dev.understudy.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.compare.statistics.ConfidenceSequence;
import dev.understudy.compare.statistics.FlatPrior;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.MannWhitney;
import dev.understudy.compare.statistics.MeanTest;
import dev.understudy.compare.statistics.Moments;
import dev.understudy.compare.statistics.Quantiles;
import dev.understudy.compare.statistics.SampleRatio;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an oracle says of data that are no pairs: two samples, and cases of another judge. */
final class SampleFiguresTest {
    private final List<OracleFigures.Deviation> found = new ArrayList<>();

    @Test
    void two_samples_are_what_scipy_and_gbstats_make_of_them() throws IOException {
        JsonNode expected = SharedData.json("data/expected/azure_generated_tokens.json");
        double[] code = column("code.csv");
        double[] conversation = column("conv.csv");
        Moments left = moments(code);
        Moments right = moments(conversation);
        double difference = right.mean() - left.mean();
        double squaredError = MeanTest.squaredError(left, right);
        long n = left.n() + right.n();

        metric("n", expected.at("/n/0"), left.n());
        metric("n", expected.at("/n/1"), right.n());
        metric("mean", expected.at("/mean/0"), left.mean());
        metric("mean", expected.at("/mean/1"), right.mean());
        metric("diff", expected.at("/diff"), difference);
        MannWhitney ranks = MannWhitney.test(code, conversation, 0.95);
        metric("mwu U", expected.at("/mwu/U"), ranks.u());
        metric("mwu cles", expected.at("/mwu/cles"), ranks.cles());
        inference("mwu p", expected.at("/mwu/p"), ranks.p());
        inference("welch t", expected.at("/welch/t"), MeanTest.welchT(left, right));
        inference("welch p", expected.at("/welch/p"), MeanTest.welchP(left, right));
        ConfidenceSequence sequence =
                new ConfidenceSequence(expected.at("/confseq/n_star").asLong(), 0.05);
        interval("confseq", expected.path("confseq"), sequence.interval(difference, squaredError * n, n));
        inference("confseq p", expected.at("/confseq/p_always_valid"), sequence.p(difference, squaredError * n, n));
        FlatPrior belief = new FlatPrior(difference, Math.sqrt(squaredError));
        metric("flat prior", expected.at("/bayes_flat_prior/chance_to_win"), belief.chanceAbove());
        inference(
                "flat prior low",
                expected.at("/bayes_flat_prior/ci/0"),
                belief.interval().low());
        inference(
                "flat prior high",
                expected.at("/bayes_flat_prior/ci/1"),
                belief.interval().high());
        SampleRatio.Result split =
                SampleRatio.test(List.of(new SampleRatio.Table(List.of(0.5, 0.5), List.of(left.n(), right.n()))), 8);
        metric("srm chi2", expected.at("/srm/chi2"), split.statistic());
        inference("srm p", expected.at("/srm/p"), split.p());
        inference("srm p sequential", expected.at("/srm/p_sequential"), split.alwaysValidP());
        Arrays.sort(code);
        Arrays.sort(conversation);
        Map.of("p50", 0.5, "p90", 0.9, "p95", 0.95, "p99", 0.99).forEach((name, q) -> {
            metric(name, expected.path("quantiles").path(name).path(0), Quantiles.of(code, q));
            metric(name, expected.path("quantiles").path(name).path(1), Quantiles.of(conversation, q));
        });
        metric(
                "ks D",
                expected.at("/ks/D"),
                KolmogorovSmirnovTest.withDefaults().statistic(code, conversation));

        check("two samples");
    }

    @Test
    void metrics_are_classified_as_kayentas_judge_does() throws IOException {
        JsonNode expected = SharedData.json("data/expected/kayenta.json");
        int cases = 0;
        int agreed = 0;
        for (JsonNode one : SharedData.json("data/kayenta/mannwhitney_classifier_cases.json")) {
            Kayenta kayenta = Kayenta.of(one);
            if (kayenta != null) {
                cases++;
                agreed += kayenta.classified().equals(kayenta.wanted()) ? 1 : 0;
            }
        }

        metric("cases", expected.path("cases"), cases);
        metric("agree", expected.path("agree"), agreed);

        check("cases of Kayenta's judge");
    }

    private void check(String what) throws IOException {
        DeviationTable.append(what, found);
        assertThat(found).isNotEmpty().noneMatch(OracleFigures.Deviation::isTooLarge);
    }

    private void interval(String name, JsonNode expected, Interval ours) {
        inference(name + " lo", expected.path("lo"), ours.low());
        inference(name + " hi", expected.path("hi"), ours.high());
    }

    private void metric(String name, JsonNode expected, @Nullable Number ours) {
        add(name, expected, ours, OracleFigures.METRIC);
    }

    private void inference(String name, JsonNode expected, @Nullable Number ours) {
        add(name, expected, ours, OracleFigures.INFERENCE);
    }

    private void add(String name, JsonNode expected, @Nullable Number ours, double tolerance) {
        double figure = ours == null ? Double.NaN : ours.doubleValue();
        found.add(new OracleFigures.Deviation(name, expected.asDouble(Double.NaN), figure, tolerance));
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
}
