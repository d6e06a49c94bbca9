package dev.understudy.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private final Tally tally = new Tally();

    @Test
    void four_routes_with_traffic_and_pairs_are_a_success() {
        everyRouteAnswers(100);

        Summary summary = new Summary(report(50), tally);

        assertThat(summary.problems()).isEmpty();
        assertThat(summary.table().lines()).hasSize(6);
        assertThat(summary.table()).contains("80 : 20").contains("75 : 25").contains("agreement 0.980");
    }

    @Test
    void a_route_without_traffic_or_pairs_is_named() {
        tally.countAnswered(DemoRoute.CHAT);

        assertThat(new Summary(report(0), tally).problems())
                .contains("route search answered nothing", "route chat left no pairs in the log")
                .doesNotContain("route chat answered nothing");
    }

    @Test
    void failures_beyond_one_in_a_hundred_fail_the_demo_and_show_the_first() {
        everyRouteAnswers(25);
        tally.countFailed(DemoRoute.CHAT, "status 503");

        assertThat(new Summary(report(9), tally).problems()).isEmpty();

        tally.countFailed(DemoRoute.SEARCH, "status 500");

        assertThat(new Summary(report(9), tally).problems())
                .containsExactly("2 of 102 requests failed", "the first failure was chat: status 503");
    }

    @Test
    void columns_stand_under_each_other() {
        Table table = new Table(List.of("a", "b"));
        table.add(List.of("long", "x"));

        assertThat(table).hasToString("a     b\nlong  x");
    }

    private void everyRouteAnswers(int times) {
        for (DemoRoute route : DemoRoute.values()) {
            for (int i = 0; i < times; i++) {
                tally.countAnswered(route);
            }
        }
    }

    private static JsonNode report(int pairs) {
        ObjectNode report = Caller.MAPPER.createObjectNode();
        ArrayNode routes = report.putArray("routes");
        for (DemoRoute route : DemoRoute.values()) {
            ObjectNode entry = routes.addObject()
                    .put("route", route.label())
                    .put("strategy", "ab")
                    .put("legacy", "minilm-full")
                    .put("pairs", pairs)
                    .put("verdict", "hold");
            ObjectNode split = entry.putObject("split");
            split.putObject("configured").put("minilm-full", 0.8).put("minilm-8bit", 0.2);
            split.putObject("observed").put("minilm-full", 75).put("minilm-8bit", 25);
            entry.putObject("legs").putObject("candidate").put("ok", 24);
            entry.putArray("metrics").addObject().put("name", "agreement").put("candidate", 0.98);
        }
        return report;
    }
}
