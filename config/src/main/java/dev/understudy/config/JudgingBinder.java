package dev.understudy.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Binds what a verdict rests on: {@code guardrails} of the file, and the part of a route's {@code compare} that judges. */
final class JudgingBinder {
    static final List<String> KEYS = List.of("primary", "primaries", "guardrails", "slice", "plannedPairs", "alpha");
    static final Keys GUARDRAILS = Keys.of("minSamples", "metrics");
    static final Keys GUARDRAIL =
            Keys.of("name", "direction", "maxDelta", "maxRatio", "min", "max", "critical", "minSamples");
    static final Keys PRIMARY = Keys.of("metric", "goal", "margin", "marginRatio");
    static final Keys SLICE = Keys.of("name", "request", "answer", "header", "unit", "values");

    private static final int SAMPLES_MAX = 1_000_000_000;
    private static final int SLICES_MAX = 10;
    private static final Reader<Double> NOT_NEGATIVE = Scalars.number(0, Double.POSITIVE_INFINITY);
    private static final Reader<String> METRIC = Scalars.matching(
            Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,99}"), "a metric's name as a report has it, such as accuracy");
    private static final Reader<String> UNIT_PART =
            Scalars.matching(Pattern.compile("kind|source|hash"), "kind, source or hash");

    private JudgingBinder() {}

    /** The file's sets of guardrails, by name. */
    static Optional<Map<String, Guardrails>> guardrails(Value value) {
        return Section.entries(value, "sets of guardrails by name").map(entries -> {
            Map<String, Guardrails> byName = new LinkedHashMap<>();
            for (Section.Entry entry : entries) {
                if (!Words.NAME.matcher(entry.name()).matches()) {
                    entry.value().refuse(Shown.quoted(entry.name()), Words.NAME_EXPECTED);
                }
                guardrails(entry.name(), entry.value()).ifPresent(set -> byName.put(entry.name(), set));
            }
            return byName;
        });
    }

    /** What stands in {@code compare} about judging. */
    static Judging judging(Section section, Map<String, Guardrails> known) {
        Judging otherwise = Judging.DEFAULT;
        if (section.has("primary") && section.has("primaries")) {
            section.at("primary").refuse("primary and primaries", "one of them");
        }
        Optional<List<Primary>> one = section.read("primary", METRIC)
                .map(metric -> List.of(new Primary(metric, Primary.Goal.SUPERIOR, Optional.empty(), Optional.empty())));
        Reader<Primary> primary = JudgingBinder::primary;
        Reader<Slice> slice = JudgingBinder::slice;
        return new Judging(
                one.or(() -> section.read("primaries", list -> distinct(primary, list)))
                        .orElse(otherwise.primaries()),
                section.read("guardrails", reference(known)),
                section.read("slice", list -> slices(slice, list), otherwise.slices()),
                section.read("plannedPairs", Scalars.integer(1, SAMPLES_MAX), otherwise.plannedPairs()),
                section.read("alpha", Scalars.number(1e-6, 0.5), otherwise.alpha()));
    }

    private static Optional<List<Slice>> slices(Reader<Slice> slice, Value list) {
        return slice.distinctList(0)
                .read(list)
                .flatMap(all -> all.size() > SLICES_MAX
                        ? list.refuse(all.size() + " elements", "at most " + SLICES_MAX)
                        : Optional.of(all));
    }

    private static Optional<List<Primary>> distinct(Reader<Primary> primary, Value list) {
        return primary.list(1).read(list).map(all -> {
            List<String> seen = new ArrayList<>();
            for (Primary one : all) {
                if (seen.contains(one.metric())) {
                    list.refuse(one.metric() + " stands in this list twice", "each metric once");
                }
                seen.add(one.metric());
            }
            return all;
        });
    }

    private static Optional<Primary> primary(Value value) {
        if (!value.isMapping()) {
            return METRIC.read(value)
                    .map(metric -> new Primary(metric, Primary.Goal.SUPERIOR, Optional.empty(), Optional.empty()));
        }
        return Section.open(value, PRIMARY).flatMap(section -> {
            Optional<String> metric = section.require("metric", METRIC, "a metric's name, such as accuracy");
            Primary.Goal goal = section.read(
                    "goal", Scalars.choice(Primary.Goal.values(), Primary.Goal::yaml), Primary.Goal.SUPERIOR);
            Optional<Double> margin = section.read("margin", NOT_NEGATIVE);
            Optional<Double> ratio = section.read("marginRatio", NOT_NEGATIVE);
            for (String key : List.of("margin", "marginRatio")) {
                if (section.has(key) && goal == Primary.Goal.SUPERIOR) {
                    section.at(key).refuse("a margin for superior", "goal: nonInferior, or no " + key);
                }
            }
            if (margin.isPresent() && ratio.isPresent()) {
                return section.at("marginRatio").refuse("margin and marginRatio", "one of them");
            }
            return metric.map(name -> new Primary(name, goal, margin, ratio));
        });
    }

    private static Optional<Guardrails> guardrails(String name, Value value) {
        return Section.open(value, GUARDRAILS).flatMap(section -> {
            int minSamples =
                    section.read("minSamples", Scalars.integer(1, SAMPLES_MAX), Guardrails.MIN_SAMPLES_DEFAULT);
            Reader<Guardrails.Guardrail> guardrail = JudgingBinder::guardrail;
            return section.require("metrics", guardrail.list(1), "at least one of {name: …, maxDelta: …}")
                    .map(metrics -> new Guardrails(name, minSamples, metrics));
        });
    }

    private static Optional<Guardrails.Guardrail> guardrail(Value value) {
        return Section.open(value, GUARDRAIL).flatMap(section -> {
            Optional<String> metric = section.require("name", METRIC, "a metric's name, such as error_rate");
            Optional<Guardrails.Direction> direction = section.read(
                    "direction", Scalars.choice(Guardrails.Direction.values(), Guardrails.Direction::yaml));
            Optional<Double> delta = section.read("maxDelta", NOT_NEGATIVE);
            Optional<Double> ratio = section.read("maxRatio", Scalars.number(1, Double.POSITIVE_INFINITY));
            Optional<Double> min = section.read("min", Scalars.NUMBER);
            Optional<Double> max = section.read("max", Scalars.NUMBER);
            boolean critical = section.read("critical", Scalars.SWITCH, false);
            Optional<Integer> minSamples = section.read("minSamples", Scalars.integer(1, SAMPLES_MAX));
            boolean limited =
                    List.of("maxDelta", "maxRatio", "min", "max").stream().anyMatch(section::has);
            if (!limited) {
                return value.refuse("no limit", "maxDelta, maxRatio, min or max");
            }
            if (min.isPresent() && max.isPresent() && min.get() > max.get()) {
                return section.at("min").refuse("min above max", "min at most max");
            }
            return metric.map(
                    name -> new Guardrails.Guardrail(name, direction, delta, ratio, min, max, critical, minSamples));
        });
    }

    private static Optional<Slice> slice(Value value) {
        return Section.open(value, SLICE).flatMap(section -> {
            int values = section.read("values", Scalars.integer(1, Slice.VALUES_MAX), Slice.VALUES_DEFAULT);
            Optional<String> name = section.read("name", Words.ROUTE_NAME);
            List<Slice.Source> given = List.of(Slice.Source.values()).stream()
                    .filter(source -> section.has(source.yaml()))
                    .toList();
            if (given.size() != 1) {
                return value.refuse(
                        given.isEmpty() ? "nothing to slice by" : "more than one thing to slice by",
                        "one of request, answer, header, unit");
            }
            Slice.Source source = given.get(0);
            return section.read(source.yaml(), sliceKey(source))
                    .map(key -> new Slice(name.orElse(key), source, key, values));
        });
    }

    private static Reader<String> sliceKey(Slice.Source source) {
        return switch (source) {
            case REQUEST, ANSWER -> value -> Words.POINTER.read(value).map(Pointer::text);
            case HEADER -> Words.HEADER_NAME;
            case UNIT -> UNIT_PART;
        };
    }

    private static Reader<Guardrails> reference(Map<String, Guardrails> known) {
        return value -> Words.ROUTE_NAME.read(value).flatMap(name -> {
            Guardrails set = known.get(name);
            if (set != null) {
                return Optional.of(set);
            }
            String names = known.isEmpty() ? "none is defined" : "one of " + String.join(", ", known.keySet());
            return value.refuse(
                    "no guardrails are called " + value.shown() + DidYouMean.hint(name, known.keySet()),
                    Shown.plain(names));
        });
    }
}
