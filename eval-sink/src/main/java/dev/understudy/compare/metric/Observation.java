package dev.understudy.compare.metric;

import dev.understudy.pair.Pair;
import org.jspecify.annotations.Nullable;

/**
 * One pair as one comparison sees it.
 *
 * @param assigned which arm was chosen
 * @param cluster whose requests belong together; null when each stands alone
 */
public record Observation(
        Pair pair,
        @Nullable Subject legacy,
        @Nullable Subject candidate,
        @Nullable Subject noise,
        Arm assigned,
        @Nullable Long cluster,
        Events events) {

    /** An arm, from the point of view of one candidate. */
    public enum Arm {
        LEGACY,
        CANDIDATE,
        /** Another candidate of the route. */
        OTHER
    }

    /** The assigned arm's own part: what it did, even when another served in its stead. */
    public @Nullable Subject assignedSubject() {
        return switch (assigned) {
            case LEGACY -> legacy;
            case CANDIDATE -> candidate;
            case OTHER -> null;
        };
    }

    /** Whether both models gave a complete response. */
    public boolean joined() {
        return legacy != null && candidate != null && legacy.answered() && candidate.answered();
    }
}
