package dev.understudy.config;

import java.util.List;
import java.util.Optional;

/**
 * How a route's two answers are held against each other, and where their parts stand.
 *
 * @param items ranking: the list
 * @param itemId ranking: the id within an item; empty: the item itself
 * @param prediction classification: the predicted class
 * @param probability classification: the probability of the predicted class, if there is one
 * @param text text: the answer
 * @param ignore json: fields that may differ
 * @param tolerance json: numbers that differ by at most this are equal
 * @param judging what the verdict rests on
 */
public record Compare(
        Profile profile,
        Optional<Pointer> items,
        Optional<Pointer> itemId,
        Optional<Pointer> prediction,
        Optional<Pointer> probability,
        Optional<Pointer> text,
        List<Pointer> ignore,
        double tolerance,
        Judging judging) {
    public Compare {
        ignore = List.copyOf(ignore);
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException("tolerance: " + tolerance + " (expected: >= 0)");
        }
    }

    /** Judged by the defaults. */
    public Compare(
            Profile profile,
            Optional<Pointer> items,
            Optional<Pointer> itemId,
            Optional<Pointer> prediction,
            Optional<Pointer> probability,
            Optional<Pointer> text,
            List<Pointer> ignore,
            double tolerance) {
        this(profile, items, itemId, prediction, probability, text, ignore, tolerance, Judging.DEFAULT);
    }

    /** What kind of answer it is. */
    public enum Profile {
        JSON("json"),
        CLASSIFICATION("classification"),
        RANKING("ranking"),
        TEXT("text");

        private final String yaml;

        Profile(String yaml) {
            this.yaml = yaml;
        }

        /** As the file writes it. */
        public String yaml() {
            return yaml;
        }
    }
}
