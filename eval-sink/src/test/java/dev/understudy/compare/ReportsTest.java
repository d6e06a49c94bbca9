package dev.understudy.compare;

import static dev.understudy.compare.PairsInMemory.leg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.compare.metric.Estimate;
import dev.understudy.log.PairImport;
import dev.understudy.pair.Leg.Role;
import dev.understudy.pair.Pair;
import dev.understudy.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportsTest {
    @TempDir
    Path directory;

    @Test
    void imported_outputs_are_compared_with_their_labels_and_noise() throws IOException {
        Path data = imported(outputs(300, 1));

        Report report = Reports.compute(data, Optional.empty(), Filter.ALL, 2, 42);

        Report.Comparison route = report.routes().get(0);
        assertThat(route.route()).isEqualTo("outputs");
        assertThat(route.pairs()).isEqualTo(300);
        assertThat(estimate(route, "accuracy").n()).isEqualTo(300);
        assertThat(estimate(route, "agreement").noiseN()).isEqualTo(30);
        assertThat(estimate(route, "agreement").noise()).isEqualTo(1);
        assertThat(route.feedback()).containsEntry("label", 300L);
    }

    @Test
    void neither_threads_nor_the_order_of_lines_change_the_report() throws IOException {
        List<String> lines = outputs(2000, 2);
        Report ordered = Reports.compute(imported(lines), Optional.empty(), Filter.ALL, 1, 42);
        Collections.shuffle(lines, new Random(1));

        Report shuffled = Reports.compute(imported(lines), Optional.empty(), Filter.ALL, 4, 42);

        assertThat(shuffled.routes().get(0).metrics())
                .isEqualTo(ordered.routes().get(0).metrics());
        assertThat(shuffled.verdict()).isEqualTo(ordered.verdict());
    }

    @Test
    void the_same_data_and_seed_are_the_same_bytes() throws IOException {
        Path data = imported(outputs(2000, 4));

        String one = ReportJson.write(Reports.compute(data, Optional.empty(), Filter.ALL, 1, 42));
        String four = ReportJson.write(Reports.compute(data, Optional.empty(), Filter.ALL, 4, 42));

        assertThat(four).isEqualTo(one);
        assertThat(one).contains("\"sha256\"").contains("\"looks\"").contains("\"wilcoxon\"");
    }

    @Test
    void a_route_that_is_not_in_the_log_has_nothing_to_compare() throws IOException {
        Filter other = new Filter(Optional.of("elsewhere"), Optional.empty(), Optional.empty());

        Report report = Reports.compute(imported(outputs(10, 3)), Optional.empty(), other, 1, 42);

        assertThat(report.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(report.routes()).isEmpty();
    }

    /** Pulses tell of the gateway's own routes; what was imported beside them is met first while it is read. */
    @Test
    void a_route_that_no_pulse_tells_of_is_compared_alike_by_any_number_of_threads() {
        PairsInMemory source = new PairsInMemory();
        source.pulse("known", Map.of("old", 1.0), Map.of("old", 10L), 10, Map.of());
        for (int i = 0; i < 300; i++) {
            Pair.Unit unit = i % 2 == 0 ? null : new Pair.Unit("user", "header:x-user", "u" + i % 7);
            String text = "{\"text\":\"" + "x ".repeat(i % 5) + "\"}";
            source.add(
                    "stranger",
                    "shadow",
                    unit,
                    "old",
                    1,
                    null,
                    leg(Role.LEGACY, "old", text, 5),
                    leg(Role.CANDIDATE, i % 3 == 0 ? "new" : "newer", "{\"text\":\"x\"}", 5));
        }

        String one = ReportJson.write(source.report(Optional.empty(), 1, 42));

        assertThat(one).contains("\"stranger\"");
        assertThat(ReportJson.write(source.report(Optional.empty(), 2, 42))).isEqualTo(one);
        assertThat(ReportJson.write(source.report(Optional.empty(), 3, 42))).isEqualTo(one);
    }

    @Test
    void a_directory_that_does_not_exist_is_named() {
        assertThatThrownBy(() -> Reports.compute(directory.resolve("gone"), Optional.empty(), Filter.ALL, 1, 42))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("gone");
    }

    @Test
    void swapping_the_models_turns_every_difference_around() {
        PairsInMemory forth = new PairsInMemory();
        PairsInMemory back = new PairsInMemory();
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 300; i++) {
            double one = 1 + random.nextDouble();
            double two = 1 + random.nextDouble() * 3;
            String first = "{\"text\":\"" + "x ".repeat(random.nextInt(9)) + "\"}";
            String second = "{\"text\":\"" + "x ".repeat(random.nextInt(9)) + "\"}";
            forth.shadow("r", leg(Role.LEGACY, "old", first, one), leg(Role.CANDIDATE, "new", second, two));
            back.shadow("r", leg(Role.LEGACY, "old", second, two), leg(Role.CANDIDATE, "new", first, one));
        }
        Report.Comparison left = forth.report(Optional.empty(), 1, 42).routes().get(0);
        Report.Comparison right = back.report(Optional.empty(), 1, 42).routes().get(0);

        for (String name : List.of("output_chars", "error_rate", "latency_ms_p50", "latency_ms_p99")) {
            Estimate ours = estimate(left, name);
            Estimate theirs = estimate(right, name);
            assertThat(ours.delta()).as(name).isEqualTo(-Objects.requireNonNull(theirs.delta()));
            assertThat(Objects.requireNonNull(ours.inference()).interval().low())
                    .as(name)
                    .isEqualTo(
                            -Objects.requireNonNull(theirs.inference())
                                    .interval()
                                    .high(),
                            within(1e-12));
        }
        assertThat(estimate(left, "token_f1").candidate())
                .isEqualTo(estimate(right, "token_f1").candidate());
    }

    private Path imported(List<String> lines) throws IOException {
        Path file = Files.write(directory.resolve("outputs.jsonl"), lines);
        Path data = Files.createTempDirectory(directory, "data");
        PairImport.importFile(file, data, Optional.of("outputs"), bad -> {
            throw new AssertionError(bad.toString());
        });
        return data;
    }

    private static List<String> outputs(int pairs, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            int label = random.nextInt(3);
            int legacy = random.nextInt(10) == 0 ? 3 : label;
            int candidate = random.nextInt(12) == 0 ? 3 : label;
            String twin = i % 10 == 0 ? ",\"legacy_twin\":{\"pred\":" + legacy + "}" : "";
            lines.add("{\"pair_id\":\"" + i + "\",\"label\":" + label + ",\"legacy\":{\"pred\":" + legacy
                    + "},\"candidate\":{\"pred\":" + candidate + "}" + twin + "}");
        }
        return lines;
    }

    private static Estimate estimate(Report.Comparison route, String name) {
        return route.metrics().stream()
                .map(Report.MetricResult::estimate)
                .filter(estimate -> estimate.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
