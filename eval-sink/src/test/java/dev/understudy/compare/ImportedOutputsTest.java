package dev.understudy.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.compare.metric.Estimate;
import dev.understudy.log.PairImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a line of outputs reaches the metrics that are made for it, with no file that says how. */
final class ImportedOutputsTest {
    @TempDir
    Path directory;

    @Test
    void vectors_are_held_against_each_other() throws IOException {
        Map<String, Estimate> found =
                report(i -> "\"legacy\":{\"embedding\":[1,0]},\"candidate\":{\"embedding\":[1,1]}");

        assertThat(figure(found, "embedding_cosine").candidate()).isBetween(0.707, 0.708);
    }

    @Test
    void passages_and_references_are_found_beside_the_outputs() throws IOException {
        Map<String, Estimate> found = report(i -> "\"reference\":\"Paris\",\"reference_context_ids\":[\"a\",\"b\"],"
                + "\"legacy\":{\"text\":\"Paris\",\"retrieved_context_ids\":[\"a\"],\"retrieved_contexts\":[\"Paris!\"]},"
                + "\"candidate\":{\"text\":\"Rome\",\"retrieved_context_ids\":[\"a\",\"b\",\"c\"]}");

        assertThat(figure(found, "context_recall").legacy()).isEqualTo(0.5);
        assertThat(figure(found, "context_recall").candidate()).isEqualTo(1);
        assertThat(figure(found, "ref_token_f1_unicode").legacy()).isEqualTo(1);
        assertThat(figure(found, "ref_exact_match").candidate()).isZero();
        assertThat(figure(found, "ref_corpus_bleu").candidate()).isZero();
    }

    @Test
    void results_of_tests_give_pass_at_k() throws IOException {
        Map<String, Estimate> found = report(i -> "\"legacy\":{\"text\":\"x\",\"passed\":[true,false]},"
                + "\"candidate\":{\"text\":\"y\",\"passed\":[true,true]}");

        assertThat(figure(found, "pass_at_1").legacy()).isEqualTo(0.5);
        assertThat(figure(found, "pass_at_1").candidate()).isEqualTo(1);
        assertThat(found).doesNotContainKey("pass_at_10");
    }

    @Test
    void probabilities_alone_are_classes_and_decimals_are_numbers() throws IOException {
        assertThat(figure(
                                report(i -> "\"label\":" + i % 2 + ",\"legacy\":{\"prob\":0.2},\"candidate\":{\"prob\":"
                                        + (i % 2 == 0 ? 0.1 : 0.9) + "}"),
                                "roc_auc")
                        .candidate())
                .isEqualTo(1);
        assertThat(figure(
                                report(i -> "\"label\":" + i + ".5,\"legacy\":{\"pred\":" + i
                                        + ".0},\"candidate\":{\"pred\":" + i + ".25}"),
                                "mae")
                        .candidate())
                .isEqualTo(0.25);
    }

    @Test
    void booleans_and_numbers_where_text_is_expected_are_counted_as_they_are_written() throws IOException {
        Map<String, Estimate> found =
                report(i -> "\"legacy\":{\"text\":true},\"candidate\":{\"text\":" + (i % 2 == 0) + "}");

        assertThat(figure(found, "agreement").candidate()).isEqualTo(0.5);
        assertThat(figure(found, "output_chars").n()).isEqualTo(20);
    }

    @Test
    void lists_that_sessions_do_not_bring_along_are_no_bad_lists() throws IOException {
        Map<String, Estimate> found = imported(i -> "{\"session\":" + i
                + ",\"list\":[\"a\",\"b\"],\"teams\":[\"legacy\",\"candidate\"],\"clicks\":["
                + (i % 4 == 0 ? 0 : 1) + "]}");

        assertThat(found).doesNotContainKeys("ndcg", "mrr", "ap", "p_at_k", "recall_at_k");
        Estimate preference = figure(found, "interleaving_preference");
        assertThat(preference.legacy()).isEqualTo(0.25);
        assertThat(preference.candidate()).isEqualTo(0.75);
        assertThat(preference.delta()).isEqualTo(0.25);
    }

    private Map<String, Estimate> report(IntFunction<String> outputs) throws IOException {
        return imported(i -> "{\"pair_id\":\"" + i + "\"," + outputs.apply(i) + "}");
    }

    private Map<String, Estimate> imported(IntFunction<String> line) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            lines.add(line.apply(i));
        }
        Path file = Files.write(Files.createTempFile(directory, "outputs", ".jsonl"), lines);
        Path data = Files.createTempDirectory(directory, "data");
        PairImport.importFile(file, data, Optional.of("outputs"), bad -> {
            throw new AssertionError(bad.toString());
        });
        Report report = Reports.compute(data, Optional.empty(), Filter.ALL, 2, 42);
        return report.routes().get(0).metrics().stream()
                .map(Report.MetricResult::estimate)
                .collect(Collectors.toMap(Estimate::name, estimate -> estimate));
    }

    private static Estimate figure(Map<String, Estimate> found, String name) {
        return Objects.requireNonNull(found.get(name), () -> name + " is not among " + found.keySet());
    }
}
