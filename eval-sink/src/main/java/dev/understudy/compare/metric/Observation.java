package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.HashSample;
import dev.understudy.pair.Pair;
import org.jspecify.annotations.Nullable;

/**
 * One pair as one comparison sees it.
 *
 * @param assigned which arm was chosen
 * @param hash of the pair's id: what samples keep is decided by it
 * @param cluster whose requests belong together; null when each stands alone
 */
public record Observation(
        Pair pair,
        @Nullable Subject legacy,
        @Nullable Subject candidate,
        @Nullable Subject noise,
        Arm assigned,
        @Nullable Long cluster,
        Events events,
        long hash) {

    public Observation(
            Pair pair,
            @Nullable Subject legacy,
            @Nullable Subject candidate,
            @Nullable Subject noise,
            Arm assigned,
            @Nullable Long cluster,
            Events events) {
        this(
                pair,
                legacy,
                candidate,
                noise,
                assigned,
                cluster,
                events,
                HashSample.Key.of(pair.id()).hash());
    }

    /** Whether another arm could have been chosen; where not, there is nothing to hold the arm against. */
    public boolean hadChoice() {
        return pair.propensity() < 1;
    }

    /** How many requests a pair stands for. */
    public double pairWeight() {
        return 1 / pair.sampleRate();
    }

    /** How many requests one of the assigned arm stands for. */
    public double armWeight() {
        return 1 / (pair.sampleRate() * pair.propensity());
    }

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
