package dev.understudy.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** {@link ReportsBeside} as JSON. */
public final class BesideJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private BesideJson() {}

    public static String write(ReportsBeside both) {
        ObjectNode node = MAPPER.createObjectNode();
        node.set("first", report(both.first()));
        node.set("second", report(both.second()));
        ArrayNode routes = node.putArray("routes");
        for (ReportsBeside.Pairing pairing : both.routes()) {
            ObjectNode route = routes.addObject();
            route.put("route", pairing.title());
            route.set("first", route(pairing.first()));
            route.set("second", route(pairing.second()));
            ArrayNode metrics = route.putArray("metrics");
            for (ReportsBeside.Row row : pairing.metrics()) {
                ObjectNode metric = metrics.addObject();
                metric.put("name", row.name());
                metric.put("unit", row.unit());
                metric.set("first", metric(row.first()));
                metric.set("second", metric(row.second()));
                metric.put("change", row.change());
                metric.put("shift", row.shift().label());
            }
        }
        return ReportJson.text(node);
    }

    private static ObjectNode report(SavedReport report) {
        return MAPPER.createObjectNode()
                .put("file", report.name())
                .put("verdict", report.verdict().label());
    }

    private static @Nullable ObjectNode route(SavedReport.@Nullable Route route) {
        return route == null
                ? null
                : MAPPER.createObjectNode()
                        .put("legacy", route.legacy())
                        .put("candidate", route.candidate())
                        .put("verdict", route.verdict().label())
                        .put("pairs", route.pairs());
    }

    private static @Nullable ObjectNode metric(SavedReport.@Nullable Metric metric) {
        if (metric == null) {
            return null;
        }
        ObjectNode node = MAPPER.createObjectNode();
        node.put("n", metric.n());
        node.put("legacy", metric.legacy());
        node.put("candidate", metric.candidate());
        node.put("delta", metric.delta());
        node.set("interval", DetailJson.interval(metric.interval()));
        node.put("verdict", metric.verdict());
        return node;
    }
}
