package dev.understudy.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.compare.Report;

/** The parts of a report that say what was checked, by whom it was seen, and whether to believe it. */
final class ValidityJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ValidityJson() {}

    static ObjectNode check(Report.Check check) {
        ObjectNode node = NODES.objectNode();
        node.put("metric", check.metric());
        node.put("role", check.role().label());
        node.put("rule", check.rule());
        node.put("limit", DetailJson.number(check.limit()));
        node.put("verdict", check.verdict().label());
        node.put("reason", check.reason());
        node.put("n", check.n());
        node.put("p", DetailJson.number(check.p()));
        node.put("holmP", DetailJson.number(check.holmP()));
        node.put("detectable", DetailJson.number(check.detectable()));
        node.put("more", check.more());
        node.put("critical", check.critical());
        return node;
    }

    static ObjectNode slices(Report.SliceTable table) {
        ObjectNode node = NODES.objectNode();
        node.put("name", table.name());
        node.put("source", table.source());
        ArrayNode groups = node.putArray("groups");
        for (Report.SliceGroup group : table.groups()) {
            ObjectNode one = groups.addObject();
            one.put("value", group.value());
            one.put("pairs", group.pairs());
            one.putObject("missing")
                    .put("count", group.missing().count())
                    .put("of", group.missing().of());
            ArrayNode cells = one.putArray("metrics");
            group.cells().forEach(cell -> cells.add(cell(cell)));
        }
        ArrayNode warnings = node.putArray("warnings");
        table.warnings().forEach(warnings::add);
        return node;
    }

    static ObjectNode transition(Report.Transition transition) {
        ObjectNode node = NODES.objectNode();
        node.put("legacy", transition.legacy());
        node.put("candidate", transition.candidate());
        node.put("count", transition.count());
        node.put("example", transition.example());
        return node;
    }

    static ObjectNode arm(Report.FunnelArm arm) {
        ObjectNode node = NODES.objectNode();
        node.put("role", arm.role());
        node.put("model", arm.model());
        node.put("received", arm.received());
        node.put("assigned", arm.assigned());
        node.put("sent", arm.sent());
        node.put("answered", arm.answered());
        node.put("logged", arm.logged());
        node.put("joined", arm.joined());
        node.put("labelled", arm.labelled());
        return node;
    }

    static ObjectNode sizes(Report.Sizes sizes) {
        ObjectNode node = NODES.objectNode();
        node.put("plannedPairs", sizes.plannedPairs());
        node.put("alpha", sizes.alpha());
        node.put("replicates", sizes.replicates());
        node.put("seed", sizes.seed());
        return node;
    }

    static ObjectNode place(Report.Place place) {
        ObjectNode node = NODES.objectNode();
        node.put("name", place.name());
        node.set("observed", DetailJson.counts(place.observed()));
        node.put("chi2", DetailJson.number(place.statistic()));
        node.put("df", place.freedom());
        node.put("p", DetailJson.number(place.p()));
        node.put("p_sequential", DetailJson.number(place.alwaysValidP()));
        return node;
    }

    static ObjectNode epoch(Report.Epoch epoch) {
        ObjectNode node = NODES.objectNode();
        node.put("place", epoch.place());
        ObjectNode configured = node.putObject("configured");
        epoch.configured().forEach(configured::put);
        node.set("observed", DetailJson.counts(epoch.observed()));
        node.put("p", DetailJson.number(epoch.p()));
        node.put("p_sequential", DetailJson.number(epoch.alwaysValidP()));
        return node;
    }

    static ObjectNode file(Report.LoggedFile file) {
        ObjectNode node = NODES.objectNode();
        node.put("name", file.name());
        node.put("bytes", file.bytes());
        node.put("sha256", file.sha256());
        return node;
    }

    static ObjectNode model(Report.NamedModel model) {
        ObjectNode node = NODES.objectNode();
        node.put("model", model.model());
        node.put("named", model.named());
        node.put("answers", model.answers());
        return node;
    }

    private static ObjectNode cell(Report.SliceCell cell) {
        ObjectNode node = NODES.objectNode();
        node.put("name", cell.metric());
        node.put("unit", cell.unit());
        node.put("n", cell.n());
        node.put("legacy", DetailJson.number(cell.legacy()));
        node.put("candidate", DetailJson.number(cell.candidate()));
        node.put("delta", DetailJson.number(cell.delta()));
        node.set("interval", DetailJson.interval(cell.interval()));
        node.put("p", DetailJson.number(cell.p()));
        node.put("q", DetailJson.number(cell.q()));
        node.put("flagged", cell.flagged());
        return node;
    }
}
