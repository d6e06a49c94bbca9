package dev.understudy.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.config.Config;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.log.PairImport;
import dev.understudy.report.ReportJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each file of outputs whose figures an oracle has printed goes through the import and the report, and every figure is
 * compared. {@code load-tests/oracle/compare.sh DIR} runs this on a directory of one's own and shows the table.
 */
final class OracleFiguresTest {
    /** A directory with {@code pairs/NAME.jsonl} and {@code expected/NAME.json}. */
    private static final String DIRECTORY = "understudy.oracle";

    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** Said by the oracle about votes and judges, which no metric of answers is. */
    private static final List<String> OF_PEOPLE = List.of("judge", "votes");

    @TempDir
    Path data;

    @Test
    void every_figure_of_every_file_is_the_oracles() throws IOException {
        Path directory = Optional.ofNullable(System.getProperty(DIRECTORY))
                .map(Path::of)
                .orElseGet(() -> SharedData.file("data"));
        Map<String, OracleFigures.Deviation> largest = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        long compared = 0;
        List<String> lines = new ArrayList<>();
        for (Path expected : expectedFiles(directory)) {
            String name = expected.getFileName().toString().replaceFirst("\\.json$", "");
            OracleFigures.Result result =
                    OracleFigures.compare(new ObjectMapper().readTree(expected.toFile()), route(directory, name));
            compared += result.deviations().size();
            result.unknown().stream()
                    .filter(block -> !OF_PEOPLE.contains(block))
                    .forEach(block -> wrong.add(name + ": " + block + " is nowhere in the report"));
            result.deviations().stream()
                    .filter(OracleFigures.Deviation::isTooLarge)
                    .forEach(deviation -> wrong.add(name + ": " + deviation));
            result.deviations()
                    .forEach(deviation ->
                            largest.merge(deviation.figure(), deviation, (a, b) -> a.size() >= b.size() ? a : b));
            lines.add(
                    String.format("%-40s %5d figures", name, result.deviations().size()));
        }
        largest.forEach((figure, deviation) -> lines.add(String.format(
                "%-45s %-9.2g (oracle %s, here %s)",
                figure, deviation.size(), deviation.expected(), deviation.ours())));
        lines.add(compared + " figures compared; largest deviation of metrics "
                + DeviationTable.largest(largest.values(), OracleFigures.METRIC) + ", of p-values and interval ends "
                + DeviationTable.largest(largest.values(), OracleFigures.INFERENCE));
        DeviationTable.append(lines);
        assertThat(compared).isPositive();
        assertThat(wrong).isEmpty();
    }

    /** A run and judgements of trec_eval's own tests: ties by score, then by document, both descending. */
    @Test
    void a_run_scores_as_trec_eval_says() throws IOException {
        Map<String, Map<String, Integer>> judged = new TreeMap<>();
        for (String line : Files.readAllLines(SharedData.file("data/trec_eval/qrels.test"))) {
            String[] parts = SPACE.split(line, 6);
            judged.computeIfAbsent(parts[0], query -> new TreeMap<>()).put(parts[2], Integer.parseInt(parts[3]));
        }
        Map<String, List<String[]>> run = new TreeMap<>();
        for (String line : Files.readAllLines(SharedData.file("data/trec_eval/results.test"))) {
            String[] parts = SPACE.split(line, 6);
            run.computeIfAbsent(parts[0], query -> new ArrayList<>()).add(parts);
        }
        ObjectMapper mapper = new ObjectMapper();
        List<String> lines = new ArrayList<>();
        run.forEach((query, found) -> {
            found.sort(Comparator.comparing((String[] parts) -> Float.parseFloat(parts[4]))
                    .thenComparing(parts -> parts[2])
                    .reversed());
            var line = mapper.createObjectNode().put("pair_id", query);
            line.set("qrels", mapper.valueToTree(judged.get(query)));
            var ranking = line.putObject("legacy").putArray("ranking");
            found.forEach(parts -> ranking.add(parts[2]));
            line.set("candidate", line.get("legacy"));
            lines.add(line.toString());
        });
        JsonNode expected = SharedData.json("data/expected/trec.json");
        List<OracleFigures.Deviation> found = new ArrayList<>();
        JsonNode all = run("all", lines);
        Map.of("ap", "map", "mrr", "recip_rank", "p_at_k", "P_10", "ndcg", "ndcg_cut_10")
                .forEach((ours, theirs) -> found.add(deviation(theirs, expected.path(theirs), all, ours)));
        for (String line : lines) {
            String query = mapper.readTree(line).path("pair_id").asText();
            JsonNode one = run("query-" + query, List.of(line));
            expected.path("per_query")
                    .path(query)
                    .properties()
                    .forEach(figure -> found.add(
                            deviation("of one query " + figure.getKey(), figure.getValue(), one, figure.getKey())));
        }
        DeviationTable.append("a run with judgements", found);
        assertThat(found).hasSizeGreaterThan(4).noneMatch(OracleFigures.Deviation::isTooLarge);
    }

    private JsonNode run(String name, List<String> queries) throws IOException {
        Path directory = Files.createDirectories(data.resolve("run-" + name + "/pairs"));
        Files.write(directory.resolve(name + ".jsonl"), queries);
        return route(data.resolve("run-" + name), name);
    }

    private static OracleFigures.Deviation deviation(String figure, JsonNode expected, JsonNode route, String metric) {
        double ours = Double.NaN;
        for (JsonNode one : route.path("metrics")) {
            ours = one.path("name").asText().equals(metric)
                    ? one.path("candidate").asDouble()
                    : ours;
        }
        return new OracleFigures.Deviation(figure, expected.asDouble(Double.NaN), ours, OracleFigures.METRIC);
    }

    /** Of those files that hold pairs. */
    private static List<Path> expectedFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("expected"))) {
            return files.filter(file -> Files.exists(directory.resolve("pairs").resolve(file.getFileName() + "l")))
                    .filter(OracleFiguresTest::isOfPairs)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isOfPairs(Path expected) {
        try {
            JsonNode figures = new ObjectMapper().readTree(expected.toFile());
            return figures.has("tests") || figures.has("sessions");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode route(Path directory, String name) throws IOException {
        Path file = directory.resolve("pairs").resolve(name + ".jsonl");
        Path target = data.resolve(name);
        PairImport.importFile(file, target, Optional.of(name), bad -> {
            throw new AssertionError(bad.toString());
        });
        Report report = Reports.compute(target, Optional.of(config(name, Files.readString(file))), Filter.ALL, 2, 42);
        return new ObjectMapper().readTree(ReportJson.write(report)).at("/routes/0");
    }

    /** The profile by the look of the first line, and as many planned pairs as the oracle plans for. */
    private static Config config(String name, String lines) {
        String first = lines.substring(0, lines.indexOf('\n'));
        String profile = first.contains("\"ranking\"") || first.contains("\"teams\"")
                ? "ranking"
                : first.contains("\"text\"")
                        ? "text"
                        : first.matches(".*\"label\": *-?[0-9]+ *[,}].*") ? "classification" : "regression";
        String yaml = "version: 1\nlisten: {http: \"127.0.0.1:0\"}\nmodels:\n"
                + "  legacy: {url: \"http://127.0.0.1:9001\"}\n  candidate: {url: \"http://127.0.0.1:9002\"}\n"
                + "routes:\n  - name: " + name + "\n    match: {path: {prefix: /}}\n"
                + "    shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}]}\n"
                + "    compare: {profile: " + profile + ", plannedPairs: 5000}\n";
        try {
            return ConfigLoader.parse("oracle", yaml);
        } catch (InvalidConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
