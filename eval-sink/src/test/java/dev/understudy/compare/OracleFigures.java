package dev.understudy.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.compare.statistics.BenjaminiHochberg;
import dev.understudy.compare.statistics.Holm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Holds every figure that an oracle printed about a file of outputs against the same figure of our report of it. */
final class OracleFigures {
    /** Of a figure, relative to it where it is above 1. */
    static final double METRIC = 1e-9;

    /** Of a p-value or the end of an interval. */
    static final double INFERENCE = 1e-7;

    private static final Map<String, String> NAMES = Map.of("correct", "accuracy", "abs_error", "mae");

    private final JsonNode route;
    private final List<Deviation> found = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    private OracleFigures(JsonNode route) {
        this.route = route;
    }

    /** One figure of both. */
    record Deviation(String figure, double expected, double ours, double tolerance) {
        double size() {
            double difference = Math.abs(expected - ours) / Math.max(1, Math.abs(expected));
            return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
        }

        boolean isTooLarge() {
            return !(size() <= tolerance);
        }
    }

    /**
     * @param unknown what the oracle says and the report does not
     */
    record Result(List<Deviation> deviations, List<String> unknown) {
        /** The largest of each metric. */
        Map<String, Deviation> largest() {
            Map<String, Deviation> largest = new TreeMap<>();
            for (Deviation deviation : deviations) {
                String metric = deviation.figure().replaceFirst("^[^ ]* ", "");
                largest.merge(metric, deviation, (a, b) -> a.size() >= b.size() ? a : b);
            }
            return largest;
        }
    }

    /**
     * @param expected what the oracle printed
     * @param route of the report's JSON
     */
    static Result compare(JsonNode expected, JsonNode route) {
        OracleFigures figures = new OracleFigures(route);
        expected.properties().forEach(block -> figures.block(block.getKey(), block.getValue()));
        return new Result(List.copyOf(figures.found), List.copyOf(figures.unknown));
    }

    private void block(String name, JsonNode expected) {
        switch (name) {
            case "n" -> add("n", expected, route.path("pairs"), METRIC);
            case "agreement" -> agreement(expected);
            case "noise" -> noise(expected);
            case "prediction_agreement" ->
                add(name, expected, metric("agreement").path("candidate"), METRIC);
            case "classification", "regression" -> sides(name, expected);
            case "reference" ->
                expected.properties()
                        .forEach(side -> side.getValue()
                                .properties()
                                .forEach(figure -> add(
                                        "ref_" + figure.getKey() + " " + side.getKey(),
                                        figure.getValue(),
                                        metric("ref_" + figure.getKey()).path(side.getKey()),
                                        METRIC)));
            case "mcnemar" -> {
                JsonNode sign = metric("accuracy").at("/statistics/sign");
                add("mcnemar b", expected.path("b"), sign.path("losses"), METRIC);
                add("mcnemar c", expected.path("c"), sign.path("wins"), METRIC);
                add("mcnemar p_exact", expected.path("p_exact"), sign.path("p"), INFERENCE);
                add("mcnemar p_midp", expected.path("p_midp"), sign.path("p_midp"), INFERENCE);
            }
            case "tests" -> tests(expected);
            case "sessions", "wins", "losses", "ties" -> add(name, expected, mixed(name), METRIC);
            case "delta_ab" -> add(name, expected, mixed("delta"), METRIC);
            case "sign_p" -> add(name, expected, mixed("signP"), INFERENCE);
            case "anytime_p" -> add(name, expected, mixed("alwaysValidP"), INFERENCE);
            case "credit_diff_mean" -> add(name, expected, mixed("items").path("delta"), METRIC);
            case "credit_t_p" -> add(name, expected, mixed("items").path("p"), INFERENCE);
            default -> unknown.add(name);
        }
    }

    /** Of clicks on mixed lists. */
    private JsonNode mixed(String name) {
        return route.path("interleaving").path(name);
    }

    private void agreement(JsonNode expected) {
        double n = route.path("pairs").asDouble();
        expected.properties().forEach(figure -> {
            if (figure.getKey().equals("identical")) {
                add(
                        "agreement",
                        figure.getValue().asDouble() / n,
                        metric("agreement").path("candidate"),
                        METRIC);
            } else {
                add(figure.getKey(), figure.getValue(), metric(figure.getKey()).path("candidate"), METRIC);
            }
        });
    }

    private void noise(JsonNode expected) {
        double n = route.path("pairs").asDouble();
        JsonNode agreement = metric("agreement");
        double raw = n * (1 - agreement.path("candidate").asDouble());
        double noise = n * (1 - agreement.path("noise").asDouble(Double.NaN));
        add("noise raw", expected.path("raw").asDouble(), raw, METRIC);
        add("noise noise", expected.path("noise").asDouble(), noise, METRIC);
        add(
                "noise absolute_diff_pct",
                expected.path("absolute_diff_pct").asDouble(),
                Math.abs(raw - noise) / n * 100,
                METRIC);
        add(
                "noise relative_diff_pct",
                expected.path("relative_diff_pct").asDouble(),
                Math.abs(raw - noise) / (raw + noise) * 100,
                METRIC);
    }

    private void sides(String block, JsonNode expected) {
        expected.properties()
                .forEach(side -> side.getValue().properties().forEach(figure -> {
                    String name = figure.getKey();
                    switch (name) {
                        case "n" -> add(block + " n", figure.getValue(), route.path("pairs"), METRIC);
                        case "confusion" -> confusion(side.getKey(), figure.getValue());
                        default ->
                            add(
                                    name + " " + side.getKey(),
                                    figure.getValue(),
                                    metric(name).path(side.getKey()),
                                    METRIC);
                    }
                }));
    }

    private void confusion(String side, JsonNode expected) {
        JsonNode ours = route.at("/classes/" + side + "/confusion");
        for (int row = 0; row < expected.size(); row++) {
            for (int column = 0; column < expected.size(); column++) {
                add(
                        "confusion " + side,
                        expected.path(row).path(column),
                        ours.path(row).path(column),
                        METRIC);
            }
        }
    }

    private void tests(JsonNode expected) {
        List<Double> ps = new ArrayList<>();
        for (JsonNode test : expected) {
            ps.add(statistics(test).path("t_p").asDouble(1));
        }
        double[] holm = Holm.adjust(ps);
        double[] hochberg = BenjaminiHochberg.adjust(ps);
        for (int i = 0; i < expected.size(); i++) {
            JsonNode test = expected.get(i);
            test(test);
            String name = test.path("metric").asText();
            add(name + " t_p_holm", test.path("t_p_holm").asDouble(), holm[i], INFERENCE);
            add(name + " t_p_fdr_bh", test.path("t_p_fdr_bh").asDouble(), hochberg[i], INFERENCE);
        }
    }

    private void test(JsonNode test) {
        String name = test.path("metric").asText();
        JsonNode metric = metric(ours(name));
        JsonNode statistics = metric.path("statistics");
        add(name + " n", test.path("n"), metric.path("n"), METRIC);
        add(name + " legacy", test.path("legacy_mean"), metric.path("legacy"), METRIC);
        add(name + " candidate", test.path("candidate_mean"), metric.path("candidate"), METRIC);
        add(name + " diff", test.path("diff"), metric.path("delta"), METRIC);
        for (String figure : List.of("sd_diff", "se", "cohen_dz")) {
            add(name + " " + figure, test.path(figure), statistics.path(figure), METRIC);
        }
        add(name + " t_p", test.path("t_p"), statistics.path("t_p"), INFERENCE);
        for (int end = 0; end < 2; end++) {
            add(
                    name + " t_ci",
                    test.path("t_ci").path(end),
                    statistics.path("t_ci").path(end),
                    INFERENCE);
        }
        add(name + " bootstrap mean", test.at("/bootstrap/mean"), metric.path("delta"), METRIC);
        within(name, test, statistics, "bootstrap", "lo", "hi", "p");
        within(name, test, statistics, "confseq", "lo", "hi", "p_always_valid");
        within(name, test, statistics, "sign", "wins", "losses", "ties", "p");
        if (!test.path("wilcoxon").isNull()) {
            within(name, test, statistics, "wilcoxon", "W", "p", "n_nonzero");
        }
    }

    private void within(String name, JsonNode test, JsonNode statistics, String block, String... figures) {
        for (String figure : figures) {
            add(
                    name + " " + block + " " + figure,
                    test.path(block).path(figure),
                    statistics.path(block).path(figure),
                    INFERENCE);
        }
    }

    private JsonNode statistics(JsonNode test) {
        return metric(ours(test.path("metric").asText())).path("statistics");
    }

    private static String ours(String name) {
        return NAMES.getOrDefault(name, name);
    }

    private JsonNode metric(String name) {
        for (JsonNode metric : route.path("metrics")) {
            if (metric.path("name").asText().equals(name)) {
                return metric;
            }
        }
        return route.path("no such metric");
    }

    private void add(String figure, JsonNode expected, JsonNode ours, double tolerance) {
        add(figure, expected.asDouble(Double.NaN), ours.isNumber() ? ours.asDouble() : Double.NaN, tolerance);
    }

    private void add(String figure, double expected, JsonNode ours, double tolerance) {
        add(figure, expected, ours.isNumber() ? ours.asDouble() : Double.NaN, tolerance);
    }

    private void add(String figure, double expected, double ours, double tolerance) {
        found.add(new Deviation(figure, expected, ours, tolerance));
    }
}
