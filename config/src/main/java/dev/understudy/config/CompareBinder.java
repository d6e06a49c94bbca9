package dev.understudy.config;

import dev.understudy.config.Compare.BoxFormat;
import dev.understudy.config.Compare.Exactness;
import dev.understudy.config.Compare.Format;
import dev.understudy.config.Compare.Place;
import dev.understudy.config.Compare.Profile;
import dev.understudy.config.Compare.Side;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Binds a route's {@code compare}. */
final class CompareBinder {
    static final Keys COMPARE = Keys.of(
                    "profile",
                    "prediction",
                    "probability",
                    "scores",
                    "items",
                    "itemId",
                    "text",
                    "contexts",
                    "contextIds",
                    "embedding",
                    "passed",
                    "cluster",
                    "vector",
                    "boxes",
                    "mask",
                    "risk",
                    "label",
                    "reference",
                    "qrels",
                    "relevantIds",
                    "time",
                    "event",
                    "ignore",
                    "tolerance",
                    "tolerances",
                    "unordered",
                    "schema",
                    "pattern",
                    "requiredKeys",
                    "refusals",
                    "positive",
                    "depth",
                    "features",
                    "boxFormat",
                    "horizon")
            .and(JudgingBinder.KEYS);
    static final Keys PLACE = Keys.of("request", "answer");

    private static final String EXPECTED = "json, classification, regression, ranking, text, chat, rag, embedding,"
            + " clustering, detection, segmentation or survival";
    private static final int DEPTH_MAX = 1000;
    private static final Reader<Double> TOLERANCE = Scalars.number(0, Double.POSITIVE_INFINITY);
    private static final int FEATURES_MAX = 1_000_000;
    private static final Set<Profile> TEXTS = Set.of(Profile.TEXT, Profile.CHAT, Profile.RAG);
    private static final Set<Profile> FORMATTED = Set.of(Profile.TEXT, Profile.CHAT, Profile.RAG, Profile.JSON);
    private static final Map<String, Set<Profile>> PROFILES_OF_KEY = profilesOfKey();

    private CompareBinder() {}

    static Optional<Compare> compare(Value value, Map<String, Guardrails> guardrails) {
        return Section.open(value, COMPARE).flatMap(section -> {
            Optional<Profile> profile =
                    section.require("profile", Scalars.choice(Profile.values(), Profile::yaml), EXPECTED);
            Map<Part, Place> parts = new EnumMap<>(Part.class);
            for (Part part : Part.values()) {
                section.read(part.yaml(), found -> place(part, found)).ifPresent(place -> parts.put(part, place));
            }
            Exactness exactness = exactness(section);
            Format format = format(section);
            Optional<String> positive = section.read("positive", Scalars.TEXT);
            int depth = section.read("depth", Scalars.integer(1, DEPTH_MAX), Compare.DEPTH);
            int features = section.read("features", Scalars.integer(1, FEATURES_MAX), 0);
            BoxFormat boxFormat =
                    section.read("boxFormat", Scalars.choice(BoxFormat.values(), BoxFormat::yaml), BoxFormat.XYWH);
            double horizon = section.read("horizon", CompareBinder::horizon, 0.0);
            Judging judging = JudgingBinder.judging(section, guardrails);
            profile.ifPresent(known -> checkKeys(known, section));
            return profile.map(known -> new Compare(
                    known, parts, exactness, format, positive, depth, features, boxFormat, horizon, judging));
        });
    }

    private static Optional<Place> place(Part part, Value value) {
        if (!value.isMapping() || !part.isAnywhere()) {
            return Words.POINTER.read(value).map(pointer -> new Place(part.side(), pointer));
        }
        return Section.open(value, PLACE).flatMap(section -> {
            Optional<Pointer> request = section.read("request", Words.POINTER);
            Optional<Pointer> answer = section.read("answer", Words.POINTER);
            if (section.has("request") == section.has("answer")) {
                return value.refuse("a mapping", "one of request and answer, such as {request: /" + part.yaml() + "}");
            }
            return request.map(pointer -> new Place(Side.REQUEST, pointer))
                    .or(() -> answer.map(pointer -> new Place(Side.ANSWER, pointer)));
        });
    }

    private static Exactness exactness(Section section) {
        return new Exactness(
                section.read("ignore", Words.POINTER.distinctList(0), List.of()),
                section.read("tolerance", TOLERANCE, 0.0),
                section.read("tolerances", CompareBinder::tolerances, Map.of()),
                section.read("unordered", Words.POINTER.distinctList(0), List.of()));
    }

    private static Format format(Section section) {
        return new Format(
                section.read("schema", CompareBinder::schema),
                section.read("pattern", CompareBinder::pattern),
                section.read("requiredKeys", Words.POINTER.distinctList(1), List.of()),
                section.read("refusals", Scalars.TEXT.distinctList(1), List.of()));
    }

    private static Optional<Map<Pointer, Double>> tolerances(Value value) {
        return Section.entries(value, "JSON pointers and numbers, such as {/score: 0.001}")
                .map(entries -> {
                    Map<Pointer, Double> bound = new TreeMap<>(Comparator.comparing(Pointer::text));
                    for (Section.Entry entry : entries) {
                        pointer(entry)
                                .ifPresent(pointer ->
                                        TOLERANCE.read(entry.value()).ifPresent(number -> bound.put(pointer, number)));
                    }
                    return bound;
                });
    }

    private static Optional<Pointer> pointer(Section.Entry entry) {
        try {
            return Optional.of(new Pointer(entry.name()));
        } catch (IllegalArgumentException e) {
            return entry.value().refuse(Shown.quoted(entry.name()), "a JSON pointer, such as /score");
        }
    }

    private static Optional<String> schema(Value value) {
        return value.isMapping()
                ? JsonValues.json(value)
                : value.refuse(value.kind(), "a JSON Schema, such as {type: object, required: [name]}");
    }

    private static Optional<String> pattern(Value value) {
        return Scalars.TEXT.read(value).flatMap(text -> {
            try {
                return Optional.of(Pattern.compile(text).pattern());
            } catch (PatternSyntaxException e) {
                return value.refuse(value.shown(), "a regular expression of Java: " + e.getDescription());
            }
        });
    }

    private static void checkKeys(Profile profile, Section section) {
        PROFILES_OF_KEY.forEach((key, owners) -> {
            if (section.has(key) && !owners.contains(profile)) {
                String others = String.join(
                        " or ", owners.stream().sorted().map(Profile::yaml).toList());
                section.at(key)
                        .refuse(
                                "profile " + profile.yaml() + " has no use for it",
                                "profile: " + others + ", or no " + key);
            }
        });
    }

    private static Optional<Double> horizon(Value value) {
        return Scalars.NUMBER
                .read(value)
                .flatMap(number ->
                        number > 0 ? Optional.of(number) : value.refuse(value.shown(), "a number greater than 0"));
    }

    private static Map<String, Set<Profile>> profilesOfKey() {
        Map<String, Set<Profile>> owners = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            owners.put(part.yaml(), part.profiles());
        }
        owners.put("ignore", Set.of(Profile.JSON));
        owners.put("tolerance", Set.of(Profile.JSON, Profile.REGRESSION));
        owners.put("tolerances", Set.of(Profile.JSON));
        owners.put("unordered", Set.of(Profile.JSON));
        owners.put("schema", FORMATTED);
        owners.put("pattern", FORMATTED);
        owners.put("requiredKeys", FORMATTED);
        owners.put("refusals", TEXTS);
        owners.put("positive", Set.of(Profile.CLASSIFICATION));
        owners.put("depth", Set.of(Profile.RANKING, Profile.RAG));
        owners.put("features", Set.of(Profile.REGRESSION));
        owners.put("boxFormat", Set.of(Profile.DETECTION));
        owners.put("horizon", Set.of(Profile.SURVIVAL));
        return owners;
    }
}
