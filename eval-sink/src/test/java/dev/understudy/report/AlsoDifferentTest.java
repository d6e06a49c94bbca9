package dev.understudy.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.compare.Report;
import dev.understudy.compare.Verdict;
import dev.understudy.compare.metric.Detail;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Metric;
import dev.understudy.compare.statistics.Interval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AlsoDifferentTest {
    private static final long PLANNED = 1000;

    @Test
    void a_difference_is_a_part_of_legacys_where_twice_as_much_has_a_meaning() {
        assertThat(sentence(of("output_chars", "characters", 200, 150)))
                .isEqualTo("Of 1 difference that decides nothing, 1 is clear by itself:"
                        + " output_chars 200 characters → 150 characters (−25 %).");
        assertThat(sentence(of("mcc", "", -0.43, 0.61))).contains("mcc −0.43 → 0.61 (+1.04).");
        assertThat(sentence(of("r2", "", 0.5, 0.25))).contains("(−0.25).");
        assertThat(sentence(of("output_tokens", "tokens", 0, 3))).contains("(+3 tokens).");
    }

    @Test
    void of_a_logarithm_its_ratio_is_told_and_no_level() {
        assertThat(sentence(of("cost_log_ratio", "ln", -7, -7 + Math.log(1.5)))).contains(": cost_log_ratio +50 %.");
    }

    @Test
    void one_fact_is_one_difference() {
        assertThat(sentence(
                        of("latency_log_ratio", "ln", 2, 3),
                        of("latency_ms_p50", "ms", 10, 20),
                        of("latency_ms_p90", "ms", 20, 50),
                        of("first_byte_log_ratio", "ln", 1, 2),
                        of("first_byte_ms_p99", "ms", 5, 4),
                        of("mcc", "", 0.1, 0.5),
                        of("kappa", "", 0.1, 0.5),
                        of("f1", "share", 0.1, 0.5),
                        of("balanced_accuracy", "share", 0.1, 0.5),
                        of("ref_rouge1", "share", 0.1, 0.5),
                        of("ref_chrf", "share", 0.1, 0.5),
                        of("output_chars", "characters", 3, 3.01)))
                .startsWith("Of 5 differences that decide nothing, 4 are clear by themselves: ")
                .containsOnlyOnce("latency_ms_p")
                .containsOnlyOnce("first_byte_ms_p99")
                .containsOnlyOnce("ref_")
                .doesNotContain("log_ratio", "kappa");
    }

    @ParameterizedTest
    @CsvSource({"1000, 0", "999, 0.5"})
    void what_can_not_be_told_yet_is_not_clear(long n, double around) {
        assertThat(sentence(of("output_chars", "characters", 10, 20, n, around, Detail.NONE)))
                .isEqualTo("Of 1 difference that decides nothing, none is clear by itself.");
    }

    @Test
    void what_holds_at_every_look_is_told_from_fifty_pairs() {
        Detail.Errors errors = new Detail.Errors(new Detail.Spread(10, 1, 50), null, null, 50, null, null);
        Detail detail = new Detail(errors, Detail.Tests.of(null), Detail.Beside.NONE, List.of());

        assertThat(sentence(of("output_chars", "characters", 10, 20, 50, 0.5, detail)))
                .contains("1 is clear by itself");
        assertThat(sentence(of("output_chars", "characters", 10, 20, 49, 0.5, detail)))
                .contains("none is clear by itself");
    }

    @Test
    void where_nothing_is_said_about_the_models_nothing_is_said_here(@TempDir Path scratch) throws IOException {
        Report.Comparison route = PlantedReport.of(scratch).routes().get(0);

        assertThat(AlsoDifferent.sentence(with(Verdict.HOLD, route))).startsWith("Of ");
        assertThat(AlsoDifferent.sentence(with(Verdict.INVALID, route))).isEmpty();
    }

    private static Report.Comparison with(Verdict verdict, Report.Comparison route) {
        return new Report.Comparison(
                route.route(),
                route.strategy(),
                route.legacy(),
                route.candidate(),
                verdict,
                route.reasons(),
                route.next(),
                route.records(),
                route.pairs(),
                route.coverage(),
                route.split(),
                route.metrics(),
                route.checks(),
                route.slices(),
                route.transitions(),
                route.funnel(),
                route.sizes(),
                route.durations(),
                route.fields(),
                route.interleaving(),
                route.worst(),
                route.legs(),
                route.feedback(),
                route.classes(),
                route.findings());
    }

    private static String sentence(Estimate... estimates) {
        return AlsoDifferent.sentence(
                        Stream.of(estimates)
                                .map(estimate ->
                                        new Report.MetricResult(estimate, Report.MetricVerdict.INFORMATION, null))
                                .toList(),
                        PLANNED)
                .replace('\u202f', ' ');
    }

    private static Estimate of(String name, String unit, double legacy, double candidate) {
        return of(name, unit, legacy, candidate, PLANNED, 0.05, Detail.NONE);
    }

    private static Estimate of(
            String name, String unit, double legacy, double candidate, long n, double around, Detail detail) {
        double delta = candidate - legacy;
        return new Estimate(
                name,
                unit,
                Metric.Direction.NONE,
                Metric.Purpose.INFORMATION,
                n,
                legacy,
                candidate,
                delta,
                null,
                0,
                new Estimate.Inference(Interval.around(delta, around), 0.95, "t", null, null, null, null),
                detail);
    }
}
