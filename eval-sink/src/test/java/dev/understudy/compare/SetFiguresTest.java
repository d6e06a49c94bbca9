package dev.understudy.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.log.PairImport;
import dev.understudy.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Groups, masks, risks, boxes and classes that load-tests/oracle/sets.py drew go through the import and the report, and every figure is
 * what it says. Those beside this class are small ones (seed 11, size 0.25); {@code -Dunderstudy.sets=DIR} takes others.
 */
final class SetFiguresTest {
    private static final Map<String, String> PROFILES = Map.of(
            "clusters", "clustering",
            "masks", "segmentation",
            "survival", "survival",
            "boxes", "detection",
            "classes", "classification",
            "chances", "classification");

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(strings = {"clusters", "masks", "survival", "boxes", "classes", "chances"})
    void every_figure_is_what_independent_code_says(String name) throws IOException {
        Path directory =
                Path.of(System.getProperty("understudy.sets", "src/test/resources/dev/understudy/compare/sets"));
        JsonNode expected = new ObjectMapper()
                .readTree(directory.resolve("expected.json").toFile())
                .path(name);

        JsonNode route = route(directory.resolve(name + ".jsonl"), name);

        assertThat(expected.path("candidate").size()).isGreaterThan(2);
        List<OracleFigures.Deviation> found = new ArrayList<>();
        expected.properties()
                .forEach(side -> side.getValue().properties().forEach(figure -> {
                    JsonNode metric = metric(route, figure.getKey());
                    found.add(new OracleFigures.Deviation(
                            figure.getKey() + " of " + side.getKey(),
                            figure.getValue().asDouble(),
                            metric.path(side.getKey()).asDouble(Double.NaN),
                            OracleFigures.METRIC));
                    assertThat(metric.path("interval").isArray()
                                    || metric.path("interval").isObject())
                            .as(figure.getKey())
                            .isTrue();
                }));
        assertThat(route.at("/coverage/faults").size()).isZero();
        DeviationTable.append(name, found);
        assertThat(found).noneMatch(OracleFigures.Deviation::isTooLarge);
    }

    @Test
    void a_figure_of_a_sample_says_so_and_so_does_one_that_leaves_vectors_out() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            int group = i % 3;
            String vector = i % 100 == 0 ? "[1]" : "[" + (10 * group + i % 7) + "," + i % 5 + "]";
            lines.add("{\"pair_id\":" + i + ",\"vector\":" + vector + ",\"legacy\":{\"cluster\":" + group
                    + "},\"candidate\":{\"cluster\":" + (i % 10 == 0 ? 0 : group) + "}}");
        }
        Path file = Files.write(data.resolve("clusters.jsonl"), lines);

        JsonNode silhouette = metric(route(file, "clusters"), "silhouette");

        assertThat(silhouette.path("n").asLong()).isEqualTo(700);
        assertThat(silhouette.path("method").asText())
                .matches(".*figure on a sample of 500 by hash, without [1-9][0-9]? vectors of another length.*");
        assertThat(silhouette.path("legacy").asDouble())
                .isGreaterThan(silhouette.path("candidate").asDouble());
    }

    private JsonNode route(Path file, String name) throws IOException {
        Path target = data.resolve(name);
        PairImport.importFile(file, target, Optional.of(name), bad -> {
            throw new AssertionError(bad.toString());
        });
        Report report = Reports.compute(
                target,
                Optional.of(PairsInMemory.config("  - name: " + name + "\n    match: {path: {prefix: /}}\n"
                        + "    shadow: {legacy: old, candidates: [{model: new, percent: 100}]}\n"
                        + "    compare: {profile: " + PROFILES.get(name) + "}\n")),
                Filter.ALL,
                2,
                42);
        JsonNode routes = new ObjectMapper().readTree(ReportJson.write(report)).path("routes");
        for (JsonNode route : routes) {
            if (route.path("candidate").asText().equals("candidate")) {
                return route;
            }
        }
        throw new AssertionError("no report of the candidate");
    }

    private static JsonNode metric(JsonNode route, String name) {
        for (JsonNode metric : route.path("metrics")) {
            if (metric.path("name").asText().equals(name)) {
                return metric;
            }
        }
        throw new AssertionError(name + " is not in the report");
    }
}
