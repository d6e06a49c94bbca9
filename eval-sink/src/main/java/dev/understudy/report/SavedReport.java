package dev.understudy.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.compare.Verdict;
import dev.understudy.compare.statistics.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What two reports can be compared by, read from a file that {@link ReportJson} wrote.
 *
 * @param name of the file
 */
public record SavedReport(String name, Verdict verdict, List<Route> routes) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    public SavedReport {
        routes = List.copyOf(routes);
    }

    /** One candidate on one route. */
    public record Route(
            String route, String legacy, String candidate, Verdict verdict, long pairs, Map<String, Metric> metrics) {}

    /**
     * @param delta null for a figure of both answers with each other
     * @param interval of the delta, or of the figure where there is none
     */
    public record Metric(
            String unit,
            String direction,
            long n,
            @Nullable Double legacy,
            @Nullable Double candidate,
            @Nullable Double delta,
            @Nullable Interval interval,
            String verdict) {}

    /** Not a report that we wrote. */
    public static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1;

        UnreadableException(Path file, String problem) {
            super(file + ": " + problem + " (expected: a file that `understudy report --out NAME.json` wrote)");
        }
    }

    public static SavedReport read(Path file) throws IOException {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new UnreadableException(file, "not JSON: " + e.getOriginalMessage());
        }
        if (!tree.path("routes").isArray()) {
            throw new UnreadableException(file, "has no routes");
        }
        List<Route> routes = new ArrayList<>();
        for (JsonNode route : tree.path("routes")) {
            routes.add(route(file, route));
        }
        Path name = file.getFileName();
        return new SavedReport(name == null ? file.toString() : name.toString(), verdict(file, tree), routes);
    }

    private static Verdict verdict(Path file, JsonNode node) throws UnreadableException {
        String label = node.path("verdict").asText();
        return Verdict.labelled(label)
                .orElseThrow(() -> new UnreadableException(file, "has no verdict, or one unknown here: " + label));
    }

    private static Route route(Path file, JsonNode route) throws UnreadableException {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        route.path("metrics").forEach(metric -> metrics.put(metric.path("name").asText(), metric(metric)));
        return new Route(
                route.path("route").asText(),
                route.path("legacy").asText(),
                route.path("candidate").asText(),
                verdict(file, route),
                route.path("pairs").asLong(),
                metrics);
    }

    private static Metric metric(JsonNode metric) {
        return new Metric(
                metric.path("unit").asText(),
                metric.path("direction").asText(),
                metric.path("n").asLong(),
                number(metric.path("legacy")),
                number(metric.path("candidate")),
                number(metric.path("delta")),
                interval(metric.path("interval")),
                metric.path("verdict").asText());
    }

    private static @Nullable Double number(JsonNode node) {
        return node.isNumber() ? (Double) node.asDouble() : null;
    }

    private static @Nullable Interval interval(JsonNode node) {
        Double low = number(node.path(0));
        Double high = number(node.path(1));
        return low == null || high == null || low > high ? null : new Interval(low, high);
    }
}
