package dev.understudy.config;

import java.util.List;
import java.util.Optional;

/**
 * Limits that a candidate must be shown to keep; one clearly broken is a rollback.
 *
 * @param minSamples below it nothing passes, and only what is critical fails
 */
public record Guardrails(String name, int minSamples, List<Guardrail> metrics) {
    public static final int MIN_SAMPLES_DEFAULT = 100;

    public Guardrails {
        metrics = List.copyOf(metrics);
    }

    /**
     * The limits of one metric; each that is given must hold.
     *
     * @param direction which way is harmful; empty: away from what is better
     * @param maxDelta how far the candidate may go that way from legacy, in the metric's unit
     * @param maxRatio how many times legacy's figure it may be; where a decrease is harmful, legacy may be of it
     * @param min the least the candidate's own figure may be
     * @param max the most it may be
     * @param critical fails as soon as its interval says so, however few the samples, and is named first
     */
    public record Guardrail(
            String name,
            Optional<Direction> direction,
            Optional<Double> maxDelta,
            Optional<Double> maxRatio,
            Optional<Double> min,
            Optional<Double> max,
            boolean critical,
            Optional<Integer> minSamples) {}

    /** Which way is harmful. */
    public enum Direction {
        INCREASE("increase"),
        DECREASE("decrease"),
        EITHER("either");

        private final String yaml;

        Direction(String yaml) {
            this.yaml = yaml;
        }

        /** As the file writes it. */
        public String yaml() {
            return yaml;
        }
    }
}
