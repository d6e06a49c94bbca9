package dev.understudy.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.compare.Means;
import dev.understudy.compare.Report;
import dev.understudy.compare.VerdictRules;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.PairScore;
import dev.understudy.judge.Remark;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A report as JSON: the same report gives the same bytes. */
public final class ReportJson {
    private static final ObjectWriter WRITER = JsonMapper.builder().build().writerWithDefaultPrettyPrinter();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ReportJson() {}

    public static String write(Report report) {
        return text(tree(report));
    }

    /** A document as a file of ours holds it, the same on every system. */
    static String text(ObjectNode document) {
        try {
            return wellFormed(WRITER.writeValueAsString(document).replace("\r\n", "\n")) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Half a surrogate pair, which no file can hold, becomes U+FFFD. */
    private static String wellFormed(String json) {
        StringBuilder text = new StringBuilder(json.length());
        json.codePoints()
                .map(point -> Character.getType(point) == Character.SURROGATE ? 0xFFFD : point)
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    /** The same as a tree, for pages and tables made of it. */
    public static ObjectNode tree(Report report) {
        ObjectNode node = NODES.objectNode();
        node.put("verdict", report.verdict().label());
        node.set("reasons", strings(report.reasons()));
        node.set("routes", array(report.routes(), ReportJson::comparison));
        node.set("provenance", provenance(report.provenance()));
        return node;
    }

    private static ObjectNode comparison(Report.Comparison comparison) {
        ObjectNode node = NODES.objectNode();
        node.put("route", comparison.route());
        node.put("strategy", comparison.strategy());
        node.put("legacy", comparison.legacy());
        node.put("candidate", comparison.candidate());
        node.put("verdict", comparison.verdict().label());
        node.set("reasons", strings(comparison.reasons()));
        node.put("next", comparison.next());
        node.put("records", comparison.records());
        node.put("pairs", comparison.pairs());
        node.set("coverage", coverage(comparison.coverage()));
        node.set("split", split(comparison.split()));
        node.set("metrics", array(comparison.metrics(), ReportJson::metric));
        node.set("checks", array(comparison.checks(), ValidityJson::check));
        node.set("slices", array(comparison.slices(), ValidityJson::slices));
        node.set("transitions", array(comparison.transitions(), ValidityJson::transition));
        node.set("funnel", array(comparison.funnel(), ValidityJson::arm));
        node.set("sizes", ValidityJson.sizes(comparison.sizes()));
        node.set("durations", array(comparison.durations(), ReportJson::durations));
        node.set("fields", fields(comparison.fields()));
        node.set("interleaving", preference(comparison.interleaving()));
        node.set("worst", array(comparison.worst(), ReportJson::worst));
        ObjectNode legs = node.putObject("legs");
        comparison.legs().forEach((role, outcomes) -> legs.set(role, DetailJson.counts(outcomes)));
        node.set("feedback", DetailJson.counts(comparison.feedback()));
        node.set("classes", ClassesJson.of(comparison.classes()));
        FindingsJson.put(node, comparison.findings());
        return node;
    }

    private static ObjectNode coverage(Report.Coverage coverage) {
        ObjectNode node = NODES.objectNode();
        node.put("eligible", coverage.eligible());
        node.put("recorded", coverage.recorded());
        node.set("dropped", DetailJson.counts(coverage.dropped()));
        node.put("read", coverage.read());
        node.put("missing", coverage.missing());
        node.put("share", coverage.share());
        node.set("faults", array(coverage.faults(), fault -> {
            ObjectNode one = NODES.objectNode();
            one.put("role", fault.role());
            one.put("fault", fault.fault());
            one.put("detail", fault.detail());
            one.put("count", fault.count());
            one.put("example", fault.example());
            return one;
        }));
        return node;
    }

    private static ObjectNode split(Report.Split split) {
        ObjectNode node = NODES.objectNode();
        ObjectNode configured = node.putObject("configured");
        split.configured().forEach(configured::put);
        node.set("observed", DetailJson.counts(split.observed()));
        node.put("units", split.units());
        node.put("epochs", split.epochs());
        node.put("p", split.p());
        node.set("places", array(split.places(), ValidityJson::place));
        node.set("stretches", array(split.stretches(), ValidityJson::epoch));
        return node;
    }

    private static ObjectNode metric(Report.MetricResult result) {
        Estimate estimate = result.estimate();
        Estimate.Inference inference = estimate.inference();
        ObjectNode node = NODES.objectNode();
        node.put("name", estimate.name());
        node.put("means", Means.of(estimate.name()));
        node.put("unit", estimate.unit());
        node.put("direction", estimate.better().label());
        node.put("n", estimate.n());
        node.put("legacy", DetailJson.number(estimate.legacy()));
        node.put("candidate", DetailJson.number(estimate.candidate()));
        node.put("delta", DetailJson.number(estimate.delta()));
        node.set("interval", DetailJson.interval(inference == null ? null : inference.interval()));
        node.put("confidence", inference == null ? null : inference.confidence());
        node.put("p", inference == null ? null : DetailJson.number(inference.p()));
        node.put("noise", DetailJson.number(estimate.noise()));
        node.put("verdict", result.verdict().label());
        node.put("margin", DetailJson.number(result.margin()));
        node.put("noiseN", estimate.noiseN());
        node.put("method", inference == null ? null : inference.method());
        node.put("test", inference == null ? null : inference.test());
        node.set("fixedInterval", DetailJson.interval(inference == null ? null : inference.fixed()));
        node.put("detectable", inference == null ? null : DetailJson.number(inference.detectable()));
        node.set("relative", DetailJson.relative(estimate.detail().relative()));
        node.set("ratio", DetailJson.ratio(estimate));
        node.set("excess", DetailJson.excess(estimate.detail().excess()));
        node.set("missing", DetailJson.missing(estimate.detail().missing()));
        node.set("weighting", DetailJson.weighting(estimate.detail().weighting()));
        node.set("cuped", DetailJson.cuped(estimate.detail().cuped()));
        node.set("statistics", DetailJson.statistics(estimate));
        node.set("looks", DetailJson.looks(estimate.detail().looks()));
        return node;
    }

    private static ObjectNode durations(Report.Durations durations) {
        ObjectNode node = NODES.objectNode();
        node.put("name", durations.name());
        node.set("arms", array(durations.arms(), curve -> {
            ObjectNode arm = NODES.objectNode();
            arm.put("role", curve.role());
            arm.put("model", curve.model());
            arm.put("n", curve.n());
            ArrayNode quantiles = arm.putArray("quantiles");
            curve.quantiles().forEach(quantiles::add);
            return arm;
        }));
        return node;
    }

    private static ObjectNode fields(Report.Fields fields) {
        ObjectNode node = NODES.objectNode();
        node.put("pairs", fields.pairs());
        node.put("twins", fields.twins());
        node.put("truncated", fields.truncated());
        node.set("fields", array(fields.fields(), field -> {
            ObjectNode one = NODES.objectNode();
            one.put("field", field.field());
            one.put("differs", field.differs());
            one.put("raw", field.raw());
            one.put("noise", DetailJson.number(field.noise()));
            one.put("excess", field.excess());
            one.put("p", DetailJson.number(field.p()));
            one.put("beyondNoise", field.beyondNoise());
            one.put("example", field.example());
            return one;
        }));
        return node;
    }

    private static @Nullable ObjectNode preference(Report.@Nullable Preference preference) {
        if (preference == null) {
            return null;
        }
        ObjectNode node = NODES.objectNode();
        node.put("sessions", preference.sessions());
        node.put("wins", preference.wins());
        node.put("losses", preference.losses());
        node.put("ties", preference.ties());
        node.put("silent", preference.silent());
        node.put("degraded", preference.degraded());
        node.put("untold", preference.untold());
        node.set("methods", DetailJson.counts(preference.methods()));
        node.put("delta", preference.delta());
        node.set("interval", DetailJson.interval(preference.interval()));
        node.put("signP", preference.signP());
        node.put("alwaysValidP", preference.alwaysValidP());
        Report.ItemCredit items = preference.items();
        node.putObject("items")
                .put("wins", items.wins())
                .put("losses", items.losses())
                .put("ties", items.ties())
                .put("delta", DetailJson.number(items.delta()))
                .put("p", DetailJson.number(items.p()))
                .put("signP", items.signP())
                .put("alwaysValidP", items.alwaysValidP())
                .set("interval", DetailJson.interval(items.interval()));
        return node;
    }

    private static ObjectNode worst(Report.WorstPair pair) {
        ObjectNode node = NODES.objectNode();
        node.put("id", pair.id());
        node.put("time", pair.time().toString());
        node.put("kind", pair.kind());
        node.put("score", pair.score());
        node.put("note", pair.note());
        node.put("request", pair.request());
        node.put("legacy", pair.legacy());
        node.put("candidate", pair.candidate());
        node.set("figures", array(pair.figures(), ReportJson::figure));
        node.set("changes", array(pair.changes(), ReportJson::change));
        node.set("remarks", array(pair.remarks(), ReportJson::remark));
        return node;
    }

    private static ObjectNode figure(PairScore score) {
        return NODES.objectNode()
                .put("name", score.name())
                .put("unit", score.unit())
                .put("legacy", DetailJson.number(score.legacy()))
                .put("candidate", DetailJson.number(score.candidate()));
    }

    private static ObjectNode change(Report.FieldChange change) {
        return NODES.objectNode()
                .put("field", change.field())
                .put("kind", change.kind())
                .put("legacy", change.legacy())
                .put("candidate", change.candidate());
    }

    private static ObjectNode remark(Remark remark) {
        return NODES.objectNode()
                .put("by", remark.by())
                .put("said", remark.said())
                .put("text", remark.text());
    }

    private static ObjectNode provenance(Report.Provenance provenance) {
        ObjectNode node = NODES.objectNode();
        node.put("first", provenance.first() == null ? null : provenance.first().toString());
        node.put("last", provenance.last() == null ? null : provenance.last().toString());
        node.put("records", provenance.records());
        node.put("duplicates", provenance.duplicates());
        node.put("unreadable", provenance.unreadable());
        node.put("impossibleTimes", provenance.impossibleTimes());
        node.put("gaps", provenance.gaps());
        node.put("clockSteps", provenance.clockSteps());
        node.put("lateFeedback", provenance.lateFeedback());
        node.put("unusableFeedback", provenance.unusableFeedback());
        node.put("unknownFeedback", provenance.unknownFeedback());
        node.put("build", provenance.build());
        node.put("comparedBy", provenance.comparedBy());
        node.set("files", array(provenance.files(), ValidityJson::file));
        node.set("models", array(provenance.models(), ValidityJson::model));
        node.set("instances", strings(provenance.instances()));
        node.set("revisions", strings(provenance.revisions()));
        node.put("sampleRateLeast", provenance.sampleRateLeast());
        node.put("sampleRateMost", provenance.sampleRateMost());
        node.set("notes", strings(provenance.notes()));
        node.put("seed", provenance.seed());
        node.set("rules", rules(provenance.rules()));
        return node;
    }

    private static ObjectNode rules(VerdictRules rules) {
        ObjectNode node = NODES.objectNode();
        node.put("plannedPairs", rules.plannedPairs());
        node.put("alpha", rules.alpha());
        node.put("quantileConfidence", rules.quantileConfidence());
        node.put("replicates", rules.replicates());
        node.put("leastPairs", rules.leastPairs());
        node.put("leastToFail", rules.leastToFail());
        node.put("mismatchP", rules.mismatchP());
        node.put("mismatchLeast", rules.mismatchLeast());
        node.put("coverage", rules.coverage());
        node.put("errorMargin", rules.errorMargin());
        node.put("latencyMargin", rules.latencyMargin());
        node.put("latencyFloorMs", rules.latencyFloorMs());
        node.put("qualityMargin", rules.qualityMargin());
        node.put("rewardMargin", rules.rewardMargin());
        node.put("preferenceMargin", rules.preferenceMargin());
        node.put("likeness", rules.likeness());
        node.put("likenessBelowNoise", rules.likenessBelowNoise());
        node.put("noiseLeast", rules.noiseLeast());
        return node;
    }

    private static ArrayNode strings(Collection<String> strings) {
        ArrayNode array = NODES.arrayNode();
        strings.forEach(array::add);
        return array;
    }

    private static <T> ArrayNode array(Collection<T> items, Function<T, ObjectNode> write) {
        ArrayNode array = NODES.arrayNode();
        items.forEach(item -> array.add(write.apply(item)));
        return array;
    }
}
