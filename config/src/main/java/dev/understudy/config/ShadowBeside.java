package dev.understudy.config;

/** The {@code shadow} block beside {@code ab} or {@code canary}: the arm that did not serve is asked as well. */
public record ShadowBeside(Direction direction, Percent percent, Percent noise, ShadowLimits limits) {

    /** Which way is shadowed. */
    public enum Direction {
        /** Legacy served: ask the candidate. */
        TO_CANDIDATE("toCandidate"),
        /** The candidate served: ask legacy. */
        TO_LEGACY("toLegacy"),
        BOTH("both");

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
