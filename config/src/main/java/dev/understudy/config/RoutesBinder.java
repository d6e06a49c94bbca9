package dev.understudy.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds {@code routes}, and checks them against each other. */
final class RoutesBinder {
    static final Keys ROUTE =
            Keys.of("name", "match", "model", "ab", "canary", "interleave", "shadow", "record", "compare", "reveal");

    private static final List<String> EXPERIMENTS = List.of("model", "ab", "canary", "interleave", "shadow");

    private final ModelsBinder.Models models;
    private final Identity identity;
    private final Map<String, Guardrails> guardrails;
    private final List<Taken> earlier = new ArrayList<>();
    private final Map<String, Integer> linesOfNames = new HashMap<>();

    RoutesBinder(ModelsBinder.Models models, Identity identity, Map<String, Guardrails> guardrails) {
        this.models = models;
        this.identity = identity;
        this.guardrails = guardrails;
    }

    Optional<List<Route>> routes(Value value) {
        Reader<Route> route = this::route;
        return route.list(1).read(value);
    }

    private Optional<Route> route(Value value) {
        return Section.open(value, ROUTE).flatMap(section -> {
            Optional<String> name = section.require("name", Words.ROUTE_NAME, "the route's name");
            name.ifPresent(given -> checkName(given, section.at("name")));
            Optional<Match> match = section.require("match", MatchBinder::match, MatchBinder.EXPECTED);
            match.ifPresent(given -> checkReachable(name.orElse("unnamed"), given, section.at("match")));
            RouteContext context = new RouteContext(name.orElse("unnamed"), models, identity);
            Optional<Experiment> experiment = experiment(section, context);
            Optional<ShadowBeside> beside = hasShadowBeside(section)
                    ? section.read("shadow", block -> ShadowBinder.beside(block, experiment, context))
                    : Optional.empty();
            Optional<Recording> record = section.read("record", RecordingBinder::record);
            Optional<Compare> compare = section.read("compare", one -> CompareBinder.compare(one, guardrails));
            checkSomethingToCompare(section);
            boolean reveal = section.read("reveal", Scalars.SWITCH, false);
            if (name.isEmpty() || match.isEmpty() || experiment.isEmpty()) {
                return Optional.empty();
            }
            boolean plain = experiment.get() instanceof Experiment.Plain;
            Optional<Recording> kept = plain ? record : Optional.of(record.orElse(Recording.DEFAULT));
            return Optional.of(new Route(name.get(), match.get(), experiment.get(), beside, kept, compare, reveal));
        });
    }

    private Optional<Experiment> experiment(Section section, RouteContext context) {
        List<String> given = EXPERIMENTS.stream()
                .filter(section::has)
                .filter(key -> !(key.equals("shadow") && hasShadowBeside(section)))
                .toList();
        if (given.size() != 1) {
            String advice = given.equals(List.of("model", "shadow"))
                    ? "; a model with a shadow is shadow: {legacy: …, candidates: …} without model"
                    : "";
            return section.value()
                    .refuse(
                            given.isEmpty()
                                    ? "no model and no experiment"
                                    : String.join(" and ", given) + " in one route",
                            "exactly one of " + String.join(", ", EXPERIMENTS) + advice);
        }
        return switch (given.get(0)) {
            case "model" -> section.read("model", context.model()).map(Experiment.Plain::new);
            case "ab" ->
                section.read("ab", value -> AbBinder.ab(value, context)).map(ab -> ab);
            case "canary" ->
                section.read("canary", value -> CanaryBinder.canary(value, context))
                        .map(canary -> canary);
            case "interleave" ->
                section.read("interleave", value -> InterleaveBinder.interleave(value, context))
                        .map(mix -> mix);
            case "shadow" ->
                section.read("shadow", value -> ShadowBinder.strategy(value, context))
                        .map(shadow -> shadow);
            default -> throw new IllegalStateException(given.get(0));
        };
    }

    private static boolean hasShadowBeside(Section section) {
        return section.has("shadow") && (section.has("ab") || section.has("canary"));
    }

    private void checkName(String name, Value value) {
        Integer line = linesOfNames.putIfAbsent(name, value.line());
        if (line != null) {
            value.refuse("a route in line " + line + " is called " + name + " already", "another name");
        }
    }

    /** The first route that matches serves the request, so that some routes would never get one. */
    private void checkReachable(String name, Match match, Value value) {
        earlier.stream()
                .filter(taken -> Reachability.covers(taken.match, match))
                .findFirst()
                .ifPresent(taken -> value.refuse(
                        "no request gets here: route " + taken.name + " in line " + taken.line + " takes them all",
                        "the narrower match first"));
        earlier.add(new Taken(name, match, value.line()));
    }

    private static void checkSomethingToCompare(Section section) {
        if (section.has("compare") && section.has("model") && !section.has("record")) {
            section.at("compare").refuse("the route has one model and records nothing", "an experiment, or record");
        }
    }

    /** What an earlier route takes, whether or not the rest of it is right. */
    private record Taken(String name, Match match, int line) {}
}
