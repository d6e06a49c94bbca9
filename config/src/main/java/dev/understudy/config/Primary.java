package dev.understudy.config;

import java.util.Optional;

/**
 * A metric that a verdict asks about first.
 *
 * @param metric its name in a report
 * @param margin how much worse is still no worse, in the metric's unit; empty with neither margin: the default of its kind
 * @param marginRatio the same as a part of legacy's figure
 */
public record Primary(String metric, Goal goal, Optional<Double> margin, Optional<Double> marginRatio) {
    public Primary {
        if (margin.isPresent() && marginRatio.isPresent()) {
            throw new IllegalArgumentException("margin and marginRatio (expected: one of them)");
        }
    }

    /** What is to be shown. */
    public enum Goal {
        /** The candidate is better than legacy. */
        SUPERIOR("superior"),
        /** It is no worse than by the margin. */
        NON_INFERIOR("nonInferior");

        private final String yaml;

        Goal(String yaml) {
            this.yaml = yaml;
        }

        /** As the file writes it. */
        public String yaml() {
            return yaml;
        }
    }
}
