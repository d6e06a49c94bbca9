package dev.understudy.gateway.rollout;

import dev.understudy.config.Percent;
import java.time.Instant;
import java.util.Optional;

/**
 * How much of a canary's units can see the candidate, and where in its steps that is.
 *
 * @param step index of the step under way, from 0; the number of steps when all are done
 * @param since when this share was reached, or somebody said that it stays
 * @param nextChange when time alone will change the share; empty: a person has to, or nothing follows
 */
public record Exposure(Percent percent, int step, Instant since, Optional<Instant> nextChange, State state) {

    /** What a canary does now. */
    public enum State {
        /** Its pause ends by itself. */
        WALKING("walking"),
        /** At a {@code pause: {}}. */
        WAITING("waiting"),
        /** Somebody said so. */
        PAUSED("paused"),
        /** All steps are taken, and units are in. */
        DONE("done"),
        /** All is over, and nobody is in. */
        ROLLED_BACK("rolledBack");

        private final String json;

        State(String json) {
            this.json = json;
        }

        /** As the admin listener writes it. */
        public String json() {
            return json;
        }
    }
}
