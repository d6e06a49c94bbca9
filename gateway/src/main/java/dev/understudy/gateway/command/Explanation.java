package dev.understudy.gateway.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.config.Config;
import dev.understudy.config.Experiment;
import dev.understudy.config.Match;
import dev.understudy.config.Percent;
import dev.understudy.config.Route;
import dev.understudy.config.UnitKind;
import dev.understudy.gateway.assign.Bucket;
import dev.understudy.gateway.assign.Unit;
import dev.understudy.gateway.assign.UnitFinder;
import dev.understudy.gateway.rollout.Exposure;
import dev.understudy.gateway.route.Draw;
import dev.understudy.gateway.route.Plan;
import dev.understudy.gateway.route.RouteEntry;
import dev.understudy.gateway.route.RoutingTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which route, unit, bucket and arm a request gets, and why: the same code that serves decides, and this reads along.
 *
 * @param facts what is said of it, by name, in reading order
 * @param choice the same for scripts: names and numbers
 */
record Explanation(Map<String, String> facts, ObjectNode choice) {
    static Explanation of(Config config, AskedRequest request, Map<String, Exposure> exposures) {
        Map<String, Percent> percents = new LinkedHashMap<>();
        exposures.forEach((route, exposure) -> percents.put(route, exposure.percent()));
        RoutingTable table = RoutingTable.of(config, percents);
        Map<String, String> facts = new LinkedHashMap<>();
        ObjectNode choice = JsonNodeFactory.instance.objectNode();
        Optional<RouteEntry> found = table.find(request);
        passedOver(table, request, found).ifPresent(passed -> facts.put("passed over", passed));
        if (found.isEmpty()) {
            facts.put("route", "none matches: 404");
            return new Explanation(facts, choice.putNull("route"));
        }
        Route route = found.get().route();
        facts.put("route", route.name() + " (" + words(route.match()) + ")");
        facts.put("strategy", route.experiment().strategy());
        Exposure exposure = exposures.get(route.name());
        if (exposure != null && route.experiment() instanceof Experiment.Canary canary) {
            facts.put("exposure", words(exposure, canary));
        }
        choice.put("route", route.name()).put("strategy", route.experiment().strategy());
        assignment(config, found.get(), request, facts, choice);
        copies(route, facts);
        return new Explanation(facts, choice);
    }

    List<String> lines() {
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        facts.forEach((name, fact) -> lines.add(name + " ".repeat(width - name.length() + 2) + fact));
        return lines;
    }

    String json() {
        ObjectNode json = choice.deepCopy();
        ObjectNode words = json.putObject("facts");
        facts.forEach((name, fact) -> words.put(camelCase(name), fact));
        return json.toString();
    }

    private static void assignment(
            Config config, RouteEntry entry, AskedRequest request, Map<String, String> facts, ObjectNode choice) {
        Experiment experiment = entry.route().experiment();
        UnitKind kind = entry.strategy().unitKind();
        String shares = shares(entry);
        Optional<Unit> unit = new UnitFinder(config.identity()).find(kind, request);
        if (unit.isPresent()) {
            long bucket = Bucket.salted(salt(experiment)).of(unit.get().key());
            Plan plan = entry.strategy().plan(new Draw("", unit.get(), -1));
            choice.put("unit", kind.yaml()).put("bucket", Long.toUnsignedString(bucket));
            chosen(choice, plan.assigned(), plan.propensity(), plan instanceof Plan.Merge);
            facts.put("unit", unit.get().toString());
            facts.put(
                    "bucket",
                    Long.toUnsignedString(bucket) + ", at " + Shares.percent(Bucket.share(bucket))
                            + " of the space of salt " + salt(experiment));
            facts.put("assigned", words(plan) + " with propensity " + plan.propensity());
            facts.put(
                    "because", "the " + kind.yaml() + "s are divided " + shares + ", each time the same for this one");
        } else if (kind != UnitKind.REQUEST && !(experiment instanceof Experiment.Ab)) {
            facts.put("unit", "none: no " + kind.yaml() + " key in " + sources(config, kind));
            chosen(choice, experiment.legacy(), 1, false);
            facts.put("assigned", experiment.legacy() + " with propensity 1.0");
            facts.put("because", "without a key a request goes to legacy, never to chance");
        } else if (isDivided(experiment)) {
            facts.put(
                    "unit",
                    kind == UnitKind.REQUEST
                            ? "request"
                            : "request: no " + kind.yaml() + " key in " + sources(config, kind));
            ObjectNode drawn = choice.putNull("assigned").putObject("shares");
            drawnFrom(entry).forEach(drawn::put);
            facts.put("assigned", shares);
            facts.put("because", "each request is drawn anew by its id");
        } else {
            chosen(choice, experiment.legacy(), 1, false);
            facts.put("assigned", experiment.legacy() + " with propensity 1.0");
            facts.put("because", "legacy answers every request of this route");
        }
    }

    private static void chosen(ObjectNode choice, String model, double propensity, boolean isMixed) {
        choice.put("assigned", model).put("propensity", propensity).put("mixed", isMixed);
    }

    /** What a request without a unit may get, each with its probability. */
    private static Map<String, Double> drawnFrom(RouteEntry entry) {
        if (entry.route().experiment() instanceof Experiment.Interleave interleave) {
            double mixed = interleave.percent().share();
            return Map.of("mixed", mixed, interleave.legacy(), 1 - mixed);
        }
        return entry.strategy().shares();
    }

    private static boolean isDivided(Experiment experiment) {
        return experiment instanceof Experiment.Ab || experiment instanceof Experiment.Interleave;
    }

    private static String salt(Experiment experiment) {
        if (experiment instanceof Experiment.Ab ab) {
            return ab.salt();
        }
        if (experiment instanceof Experiment.Canary canary) {
            return canary.salt();
        }
        return experiment instanceof Experiment.Interleave interleave ? interleave.salt() : "";
    }

    private static String shares(RouteEntry entry) {
        if (entry.route().experiment() instanceof Experiment.Interleave interleave) {
            return "both models' lists mixed "
                    + Shares.percent(interleave.percent().share()) + ", " + interleave.legacy() + " alone "
                    + Shares.percent(1 - interleave.percent().share());
        }
        List<String> shares = new ArrayList<>();
        entry.strategy().shares().forEach((model, share) -> shares.add(model + " " + Shares.percent(share)));
        return String.join(", ", shares);
    }

    private static String words(Plan plan) {
        return plan instanceof Plan.Merge merge
                ? "both models, mixed into the answer of " + merge.assigned()
                : plan.assigned();
    }

    private static void copies(Route route, Map<String, String> facts) {
        List<String> copies = new ArrayList<>();
        if (route.experiment() instanceof Experiment.Shadow shadow) {
            shadow.targets().forEach(target -> copies.add(target.model() + " " + target.percent()));
            if (shadow.noise().value() > 0) {
                copies.add(shadow.legacy() + " once more " + shadow.noise());
            }
        }
        route.shadow().ifPresent(beside -> {
            copies.add("the arm that does not answer (" + beside.direction().yaml() + ") " + beside.percent());
            if (beside.noise().value() > 0) {
                copies.add(route.experiment().legacy() + " once more " + beside.noise());
            }
        });
        if (!copies.isEmpty()) {
            facts.put("copies", String.join(", ", copies) + " of the requests, drawn anew for each");
        }
        facts.put(
                "recorded",
                route.record()
                        .map(record -> record.percent() + " of the requests")
                        .orElse("no"));
    }

    private static Optional<String> passedOver(RoutingTable table, AskedRequest request, Optional<RouteEntry> found) {
        List<String> passed = new ArrayList<>();
        for (RouteEntry entry : table.entries()) {
            if (found.isPresent() && entry == found.get()) {
                break;
            }
            passed.add(entry.route().name() + " (" + mismatch(entry.route().match(), request) + ")");
        }
        return passed.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", passed));
    }

    private static String mismatch(Match match, AskedRequest request) {
        if (!match.path().matches(request.path())) {
            return "path";
        }
        return match.methods().isEmpty() || match.methods().contains(request.method()) ? "header" : "method";
    }

    private static String words(Match match) {
        List<String> words = new ArrayList<>();
        if (match.path() instanceof Match.Path.Prefix prefix) {
            words.add("path begins with " + prefix.prefix());
        } else if (match.path() instanceof Match.Path.Exact exact) {
            words.add("path is " + exact.exact());
        }
        if (!match.methods().isEmpty()) {
            words.add("method "
                    + String.join(" or ", match.methods().stream().sorted().toList()));
        }
        match.headers().forEach((name, value) -> words.add(name + " is " + value));
        return String.join(", ", words);
    }

    private static String words(Exposure exposure, Experiment.Canary canary) {
        return exposure.percent() + ", " + place(exposure, canary.steps().size())
                + exposure.state().words() + " since " + exposure.since()
                + exposure.nextChange().map(next -> ", next change " + next).orElse(", no change by time alone");
    }

    /** Who was rolled back is at none of the steps. */
    private static String place(Exposure exposure, int steps) {
        if (exposure.state() == Exposure.State.ROLLED_BACK) {
            return "";
        }
        return exposure.step() < steps
                ? "step " + (exposure.step() + 1) + " of " + steps + ", "
                : "all " + steps + " steps, ";
    }

    private static String sources(Config config, UnitKind kind) {
        List<String> sources = config.identity().sources(kind).stream()
                .map(source -> source.label())
                .toList();
        return sources.isEmpty() ? "identity (it names no source)" : String.join(", ", sources);
    }

    private static String camelCase(String name) {
        int space = name.indexOf(' ');
        return space < 0
                ? name
                : name.substring(0, space) + Character.toUpperCase(name.charAt(space + 1)) + name.substring(space + 2);
    }
}
