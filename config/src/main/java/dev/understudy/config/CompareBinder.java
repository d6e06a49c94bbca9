package dev.understudy.config;

import dev.understudy.config.Compare.Profile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds a route's {@code compare}. */
final class CompareBinder {
    static final Keys COMPARE = Keys.of(
                    "profile", "items", "itemId", "prediction", "probability", "text", "ignore", "tolerance")
            .and(JudgingBinder.KEYS);

    private static final Map<String, Profile> PROFILE_OF_KEY = profileOfKey();
    private static final Map<String, String> LATER = Map.of(
            "regression", "comparing numbers; use json with a tolerance",
            "chat", "comparing chats; use text with text: /choices/0/message/content",
            "rag", "comparing answers from documents; use text",
            "embedding", "comparing embeddings; use json with a tolerance");

    private CompareBinder() {}

    static Optional<Compare> compare(Value value, Map<String, Guardrails> guardrails) {
        return Section.open(value, COMPARE).flatMap(section -> {
            Optional<Profile> profile = section.require(
                    "profile",
                    Scalars.choice(Profile.values(), Profile::yaml, LATER),
                    "json, classification, ranking or text");
            Optional<Pointer> items = section.read("items", Words.POINTER);
            Optional<Pointer> itemId = section.read("itemId", Words.POINTER);
            Optional<Pointer> prediction = section.read("prediction", Words.POINTER);
            Optional<Pointer> probability = section.read("probability", Words.POINTER);
            Optional<Pointer> text = section.read("text", Words.POINTER);
            List<Pointer> ignore = section.read("ignore", Words.POINTER.distinctList(0), List.of());
            double tolerance = section.read("tolerance", CompareBinder::tolerance, 0.0);
            Judging judging = JudgingBinder.judging(section, guardrails);
            profile.ifPresent(known -> checkKeys(known, section));
            return profile.map(known ->
                    new Compare(known, items, itemId, prediction, probability, text, ignore, tolerance, judging));
        });
    }

    private static void checkKeys(Profile profile, Section section) {
        PROFILE_OF_KEY.forEach((key, owner) -> {
            if (section.has(key) && owner != profile) {
                section.at(key)
                        .refuse(
                                "profile " + profile.yaml() + " has no use for it",
                                "profile: " + owner.yaml() + ", or no " + key);
            }
        });
        switch (profile) {
            case CLASSIFICATION -> requirePointer("prediction", profile, section);
            case RANKING -> requirePointer("items", profile, section);
            case JSON, TEXT -> {}
        }
    }

    /** What stands there has been read, and any problem with it reported. */
    private static void requirePointer(String key, Profile profile, Section section) {
        section.require(key, Optional::of, "a JSON pointer: profile " + profile.yaml() + " needs it");
    }

    private static Optional<Double> tolerance(Value value) {
        return Scalars.NUMBER
                .read(value)
                .flatMap(number -> number >= 0 ? Optional.of(number) : value.refuse(value.shown(), "0 or more"));
    }

    private static Map<String, Profile> profileOfKey() {
        Map<String, Profile> owners = new LinkedHashMap<>();
        owners.put("items", Profile.RANKING);
        owners.put("itemId", Profile.RANKING);
        owners.put("prediction", Profile.CLASSIFICATION);
        owners.put("probability", Profile.CLASSIFICATION);
        owners.put("text", Profile.TEXT);
        owners.put("ignore", Profile.JSON);
        owners.put("tolerance", Profile.JSON);
        return owners;
    }
}
