package dev.understudy.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a route's two answers are held against each other, and where their parts stand.
 *
 * @param parts where; of a part that is not named the usual places are looked at
 * @param positive classification: which of two classes is the one looked for; empty: 1, true, or the last in order
 * @param depth ranking, rag: how many of a list's first items count
 * @param features regression: how many features the model uses, for adjusted R²; 0 is not known
 * @param boxFormat detection: what the four numbers of a box are
 * @param horizon survival: at what time models are told apart, in the unit of the times; 0 takes the events' median
 * @param judging what the verdict rests on
 */
public record Compare(
        Profile profile,
        Map<Part, Place> parts,
        Exactness exactness,
        Format format,
        Optional<String> positive,
        int depth,
        int features,
        BoxFormat boxFormat,
        double horizon,
        Judging judging) {
    public static final int DEPTH = 10;

    public Compare {
        parts = Map.copyOf(parts);
        if (depth < 1) {
            throw new IllegalArgumentException("depth: " + depth + " (expected: >= 1)");
        }
        if (!(horizon >= 0)) {
            throw new IllegalArgumentException("horizon: " + horizon + " (expected: >= 0)");
        }
    }

    /** A profile about which nothing more is said. */
    public Compare(Profile profile) {
        this(
                profile,
                Map.of(),
                Exactness.STRICT,
                Format.ANY,
                Optional.empty(),
                DEPTH,
                0,
                BoxFormat.XYWH,
                0,
                Judging.DEFAULT);
    }

    /** The same with its parts elsewhere. */
    public Compare with(Map<Part, Place> others) {
        return new Compare(profile, others, exactness, format, positive, depth, features, boxFormat, horizon, judging);
    }

    public Optional<Place> place(Part part) {
        return Optional.ofNullable(parts.get(part));
    }

    /** What kind of answer it is. */
    public enum Profile {
        JSON("json"),
        CLASSIFICATION("classification"),
        REGRESSION("regression"),
        RANKING("ranking"),
        TEXT("text"),
        CHAT("chat"),
        RAG("rag"),
        EMBEDDING("embedding"),
        CLUSTERING("clustering"),
        DETECTION("detection"),
        SEGMENTATION("segmentation"),
        SURVIVAL("survival");

        private final String yaml;

        Profile(String yaml) {
            this.yaml = yaml;
        }

        /** As the file writes it. */
        public String yaml() {
            return yaml;
        }
    }

    /** What four numbers say of a box. */
    public enum BoxFormat {
        /** Its left upper corner, its width and its height, as COCO has it. */
        XYWH("xywh"),
        /** Its left upper and its right lower corner. */
        XYXY("xyxy");

        private final String yaml;

        BoxFormat(String yaml) {
            this.yaml = yaml;
        }

        /** As the file writes it. */
        public String yaml() {
            return yaml;
        }
    }

    /** Whose body a pointer leads into. */
    public enum Side {
        REQUEST("request"),
        ANSWER("answer");

        private final String yaml;

        Side(String yaml) {
            this.yaml = yaml;
        }

        /** As the file writes it. */
        public String yaml() {
            return yaml;
        }
    }

    /** Where a part stands. */
    public record Place(Side side, Pointer pointer) {}

    /**
     * How exactly answers have to be the same.
     *
     * @param ignore json: fields that may differ
     * @param tolerance numbers that differ by at most this are equal
     * @param tolerances json: the same for single fields
     * @param unordered json: arrays whose order says nothing
     */
    public record Exactness(
            List<Pointer> ignore, double tolerance, Map<Pointer, Double> tolerances, List<Pointer> unordered) {
        public static final Exactness STRICT = new Exactness(List.of(), 0, Map.of(), List.of());

        public Exactness {
            ignore = List.copyOf(ignore);
            tolerances = Map.copyOf(tolerances);
            unordered = List.copyOf(unordered);
            if (!(tolerance >= 0)) {
                throw new IllegalArgumentException("tolerance: " + tolerance + " (expected: >= 0)");
            }
        }
    }

    /**
     * What a text has to look like.
     *
     * @param schema a JSON Schema, as JSON
     * @param pattern a regular expression that has to be found in it
     * @param requiredKeys what it has to hold as JSON
     * @param refusals how it begins to decline, beside the usual phrases
     */
    public record Format(
            Optional<String> schema, Optional<String> pattern, List<Pointer> requiredKeys, List<String> refusals) {
        public static final Format ANY = new Format(Optional.empty(), Optional.empty(), List.of(), List.of());

        public Format {
            requiredKeys = List.copyOf(requiredKeys);
            refusals = List.copyOf(refusals);
        }
    }
}
