package dev.understudy.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What came of it: the report's routes as a table, and whatever shows that the demo did not work. */
record Summary(JsonNode report, Tally tally) {
    /** More failures than this out of all requests, and the demo has failed. */
    private static final double FAILED_MAX = 0.01;

    /** The figure that says most about a pair of answers, by what kind of answer it is. */
    private static final List<String> LIKENESS = List.of("overlap_at_10", "agreement");

    String table() {
        Table table = new Table(List.of(
                "route", "strategy", "requests", "% set", "% seen", "pairs", "candidate", "likeness", "verdict"));
        for (DemoRoute route : DemoRoute.values()) {
            entry(route)
                    .ifPresent(entry -> table.add(List.of(
                            route.label(),
                            entry.path("strategy").asText(),
                            Long.toString(tally.answered(route) + tally.failed(route)),
                            shares(entry, "configured"),
                            shares(entry, "observed"),
                            entry.path("pairs").asText(),
                            outcomes(entry.at("/legs/candidate")),
                            likeness(entry),
                            entry.path("verdict").asText("-"))));
        }
        return table
                + "\n(% legacy : candidate, and : mixed where lists are; of a canary, set is its last step, seen is all of them)";
    }

    String counts() {
        return String.format(
                Locale.ROOT,
                "%d requests answered (%d of them streamed), %d bad ones refused, %d failed; %d feedback events",
                tally.answered(),
                tally.streamed(),
                tally.refused(),
                tally.failed(),
                tally.feedback());
    }

    /** Empty when all four strategies worked. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (DemoRoute route : DemoRoute.values()) {
            if (tally.answered(route) == 0) {
                problems.add("route " + route.label() + " answered nothing");
            }
            if (entry(route).map(entry -> entry.path("pairs").asLong()).orElse(0L) == 0) {
                problems.add("route " + route.label() + " left no pairs in the log");
            }
        }
        addIfMany(problems, "requests failed", tally.failed(), tally.answered());
        addIfMany(problems, "feedback calls failed", tally.feedbackFailed(), tally.feedback());
        if (!problems.isEmpty()) {
            tally.firstFailure().ifPresent(first -> problems.add("the first failure was " + first));
        }
        return problems;
    }

    private static void addIfMany(List<String> problems, String what, long failed, long succeeded) {
        if (failed > FAILED_MAX * (failed + succeeded)) {
            problems.add(failed + " of " + (failed + succeeded) + " " + what);
        }
    }

    private Optional<JsonNode> entry(DemoRoute route) {
        return StreamSupport.stream(report.path("routes").spliterator(), false)
                .filter(entry -> entry.path("route").asText().equals(route.label()))
                .findFirst();
    }

    /** Counts or shares by arm as percentages, legacy first. */
    private static String shares(JsonNode entry, String which) {
        Map<String, Double> byArm = new TreeMap<>();
        entry.path("split")
                .path(which)
                .properties()
                .forEach(arm -> byArm.put(arm.getKey(), arm.getValue().asDouble()));
        double whole = byArm.values().stream().mapToDouble(Double::doubleValue).sum();
        if (whole == 0) {
            return "-";
        }
        String legacy = entry.path("legacy").asText();
        return Stream.concat(
                        Stream.ofNullable(byArm.remove(legacy)),
                        Stream.of(byArm).flatMap(others -> others.values().stream()))
                .map(share -> String.format(Locale.ROOT, "%.0f", 100 * share / whole))
                .collect(Collectors.joining(" : "));
    }

    private static String outcomes(JsonNode counts) {
        String shown = counts.properties().stream()
                .filter(outcome -> outcome.getValue().asLong() > 0)
                .map(outcome -> outcome.getKey() + " " + outcome.getValue().asLong())
                .collect(Collectors.joining(", "));
        return shown.isEmpty() ? "-" : shown;
    }

    private static String likeness(JsonNode entry) {
        return LIKENESS.stream()
                .flatMap(name -> StreamSupport.stream(entry.path("metrics").spliterator(), false)
                        .filter(metric -> metric.path("name").asText().equals(name))
                        .filter(metric -> metric.path("candidate").isNumber()))
                .map(metric -> String.format(
                        Locale.ROOT,
                        "%s %.3f",
                        metric.path("name").asText(),
                        metric.path("candidate").asDouble()))
                .findFirst()
                .orElse("-");
    }
}
