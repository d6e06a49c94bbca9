package dev.understudy.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.compare.statistics.BenjaminiHochberg;
import dev.understudy.compare.statistics.Holm;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.SampleRatio;
import dev.understudy.compare.statistics.UnitSample;
import dev.understudy.judge.Choice;
import dev.understudy.judge.JudgeFigure;
import dev.understudy.judge.JudgeResult;
import dev.understudy.judge.Judgment;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.report.ReportJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Numbers that load-tests/oracle/sets.py drew, and what it says of them by other code: splits, p-values asked together, units
 * with earlier figures, votes beside a judge, clicks on mixed lists, ratios of times. {@code -Dunderstudy.sets=DIR} takes others.
 */
final class FormulaFiguresTest {
    private static final String ROUTE = """
              - name: qa
                match: {path: {prefix: /}}
                shadow: {legacy: old, candidates: [{model: new, percent: 100}]}
            """;

    @Test
    void every_figure_is_what_independent_code_says() throws IOException {
        Path directory =
                Path.of(System.getProperty("understudy.sets", "src/test/resources/dev/understudy/compare/sets"));
        List<OracleFigures.Deviation> found = new ArrayList<>();
        for (JsonNode formula :
                new ObjectMapper().readTree(directory.resolve("formulas.json").toFile())) {
            String kind = formula.path("kind").asText();
            Map<String, Double> ours = figures(kind, formula.path("given"));
            assertThat(ours).hasSameSizeAs(formula.path("expected"));
            formula.path("expected")
                    .properties()
                    .forEach(figure -> found.add(new OracleFigures.Deviation(
                            kind + (figure.getKey().matches("[0-9]+") ? "" : " " + figure.getKey()),
                            figure.getValue().asDouble(),
                            ours.getOrDefault(figure.getKey(), Double.NaN),
                            isInference(kind, figure.getKey()) ? OracleFigures.INFERENCE : OracleFigures.METRIC)));
        }

        DeviationTable.append("formulas", found);

        assertThat(found.stream()
                        .map(OracleFigures.Deviation::figure)
                        .distinct()
                        .count())
                .isGreaterThan(15);
        assertThat(found).noneMatch(OracleFigures.Deviation::isTooLarge);
    }

    private static boolean isInference(String kind, String figure) {
        return kind.equals("holm")
                || kind.equals("benjamini_hochberg")
                || List.of("p", "always_valid_p", "low", "high").contains(figure);
    }

    private static Map<String, Double> figures(String kind, JsonNode given) throws IOException {
        return switch (kind) {
            case "split" -> split(given);
            case "holm" -> numbered(Holm.adjust(List.of(doubles(given))));
            case "benjamini_hochberg" -> numbered(BenjaminiHochberg.adjust(List.of(doubles(given))));
            case "cuped" -> cuped(given);
            case "prediction_powered" -> predictionPowered(given);
            case "clicks" -> clicks(given);
            case "log_ratio" -> logRatio(given);
            default -> throw new AssertionError(kind);
        };
    }

    private static Map<String, Double> split(JsonNode given) {
        List<SampleRatio.Table> tables = new ArrayList<>();
        for (JsonNode table : given) {
            List<Long> observed = new ArrayList<>();
            table.path("observed").forEach(count -> observed.add(count.asLong()));
            tables.add(new SampleRatio.Table(List.of(doubles(table.path("shares"))), observed));
        }
        SampleRatio.Result result = SampleRatio.test(tables, 1);
        return Map.of("statistic", result.statistic(), "p", result.p(), "always_valid_p", result.alwaysValidP());
    }

    private static Map<String, Double> cuped(JsonNode given) {
        UnitSample units = new UnitSample(1000);
        long unit = 0;
        for (JsonNode one : given) {
            units.addEarlier(unit, one.path("before").asDouble());
            units.add(unit++, one.path("now").asDouble(), one.path("candidate").asBoolean());
        }
        UnitSample.Regression found = Objects.requireNonNull(units.regression(2));
        return Map.of(
                "delta",
                found.delta(),
                "theta",
                found.theta(),
                "squared_error",
                found.squaredError(),
                "correlation",
                found.correlation());
    }

    private static Map<String, Double> predictionPowered(JsonNode given) {
        JudgeFigure figure = new JudgeFigure("j");
        int id = 0;
        for (JsonNode one : given) {
            Choice verdict = choice(one.path("judge").asDouble());
            JsonNode people = one.path("people");
            Judgment judgment = new Judgment(
                    "qa:" + id++,
                    "qa",
                    "j",
                    new Judgment.By("m", "p", "", 0),
                    new Judgment.Sides("a", "b", 1, 1),
                    List.of(
                            Judgment.Round.of(Judgment.Shown.LEGACY_FIRST, verdict, ""),
                            Judgment.Round.of(Judgment.Shown.CANDIDATE_FIRST, verdict, "")),
                    Judgment.Spent.UNKNOWN,
                    PairsInMemory.START);
            figure.add(judgment, people.isNull() ? null : choice(people.asDouble()));
        }
        JudgeResult.Corrected corrected = Objects.requireNonNull(figure.result().corrected());
        Interval interval = corrected.interval();
        return Map.of("rate", corrected.winRate(), "low", interval.low(), "high", interval.high());
    }

    private static Choice choice(double score) {
        return score == 0.5 ? Choice.TIE : score > 0.5 ? Choice.CANDIDATE : Choice.LEGACY;
    }

    private static Map<String, Double> clicks(JsonNode given) {
        List<Pair.Item> shown = new ArrayList<>();
        given.path("shown")
                .forEach(item -> shown.add(new Pair.Item(
                        item.path("id").asText(), item.path("from").asText())));
        SessionCredit credit = SessionCredit.of(
                new Pair.Interleaving(given.path("method").asText(), false, shown),
                texts(given.path("clicked")),
                texts(given.path("legacy")),
                texts(given.path("candidate")));
        return Map.of("outcome", credit.outcome(), "legacy", credit.legacy(), "candidate", credit.candidate());
    }

    private static Map<String, Double> logRatio(JsonNode given) throws IOException {
        PairsInMemory pairs = new PairsInMemory();
        for (int i = 0; i < given.path(0).size(); i++) {
            pairs.shadow(
                    "qa",
                    timed(Leg.Role.LEGACY, "old", given.path(0).path(i).asDouble()),
                    timed(Leg.Role.CANDIDATE, "new", given.path(1).path(i).asDouble()));
        }
        Report report = pairs.report(PairsInMemory.config(ROUTE));
        for (JsonNode metric :
                new ObjectMapper().readTree(ReportJson.write(report)).at("/routes/0/metrics")) {
            if (metric.path("name").asText().equals("latency_log_ratio")) {
                Map<String, Double> figures = new HashMap<>();
                List.of("legacy", "candidate", "delta")
                        .forEach(name -> figures.put(name, metric.path(name).asDouble()));
                figures.put("low", metric.path("fixedInterval").path(0).asDouble());
                figures.put("high", metric.path("fixedInterval").path(1).asDouble());
                return figures;
            }
        }
        throw new AssertionError("latency_log_ratio is not in the report");
    }

    private static Leg timed(Leg.Role role, String model, double millis) {
        return new Leg(
                role,
                model,
                null,
                1,
                Leg.Outcome.OK,
                null,
                200,
                Map.of(),
                PairsInMemory.body("{}"),
                new Leg.Times(0.0, millis / 2, null, millis),
                null);
    }

    private static Map<String, Double> numbered(double[] values) {
        Map<String, Double> figures = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            figures.put(Integer.toString(i), values[i]);
        }
        return figures;
    }

    private static Double[] doubles(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asDouble)
                .toArray(Double[]::new);
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
