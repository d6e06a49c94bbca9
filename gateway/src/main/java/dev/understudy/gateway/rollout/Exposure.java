package dev.understudy.gateway.rollout;

import dev.understudy.config.Percent;
import java.time.Instant;
import java.util.Arrays;
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
        WALKING("walking", "walking"),
        /** At a {@code pause: {}}. */
        WAITING("waiting", "waiting for a person"),
        /** Somebody said so. */
        PAUSED("paused", "paused"),
        /** All steps are taken, and units are in. */
        DONE("done", "done"),
        /** All is over, and nobody is in. */
        ROLLED_BACK("rolledBack", "rolled back");

        private final String json;
        private final String words;

        State(String json, String words) {
            this.json = json;
            this.words = words;
        }

        /** The state of this JSON; empty for one that is not known here. */
        public static Optional<State> of(String json) {
            return Arrays.stream(values())
                    .filter(state -> state.json.equals(json))
                    .findFirst();
        }

        /** As the admin listener writes it. */
        public String json() {
            return json;
        }

        /** As commands say it. */
        public String words() {
            return words;
        }
    }
}
