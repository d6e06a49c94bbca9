package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.TextOverlap;
import dev.understudy.compare.answer.Truth;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pair as one comparison sees it. What several metrics want to know of it is found once. For one thread. */
public final class Observation {
    private final Pair pair;
    private final @Nullable Subject legacy;
    private final @Nullable Subject candidate;
    private final @Nullable Subject noise;
    private final Arm assigned;
    private final @Nullable Long cluster;
    private final Events events;
    private final Truth truth;
    private final long hash;
    private @Nullable TwoAnswers ofCandidate;
    private @Nullable TwoAnswers ofNoise;
    private final Map<Leg.Role, Optional<TextOverlap>> ofReference = new EnumMap<>(Leg.Role.class);

    /**
     * @param assigned which arm was chosen
     * @param cluster whose requests belong together; null when each stands alone
     * @param hash of the pair's id: what samples keep is decided by it
     * @param truth what would have been right, as far as anybody said
     */
    public Observation(
            Pair pair,
            @Nullable Subject legacy,
            @Nullable Subject candidate,
            @Nullable Subject noise,
            Arm assigned,
            @Nullable Long cluster,
            Events events,
            Truth truth,
            long hash) {
        this.pair = pair;
        this.legacy = legacy;
        this.candidate = candidate;
        this.noise = noise;
        this.assigned = assigned;
        this.cluster = cluster;
        this.events = events;
        this.truth = truth;
        this.hash = hash;
    }

    /** An arm, from the point of view of one candidate. */
    public enum Arm {
        LEGACY,
        CANDIDATE,
        /** Another candidate of the route. */
        OTHER
    }

    public Pair pair() {
        return pair;
    }

    public @Nullable Subject legacy() {
        return legacy;
    }

    public @Nullable Subject candidate() {
        return candidate;
    }

    public @Nullable Subject noise() {
        return noise;
    }

    public Arm assigned() {
        return assigned;
    }

    public @Nullable Long cluster() {
        return cluster;
    }

    public Events events() {
        return events;
    }

    public Truth truth() {
        return truth;
    }

    public long hash() {
        return hash;
    }

    /** Whether another arm could have been chosen; where not, there is nothing to hold the arm against. */
    public boolean hadChoice() {
        return pair.propensity() < 1;
    }

    /** How many requests a pair stands for. */
    public double pairWeight() {
        return 1 / chance(pair.sampleRate());
    }

    /** How many requests one of the assigned arm stands for. */
    public double armWeight() {
        return 1 / (chance(pair.sampleRate()) * chance(pair.propensity()));
    }

    /** Whether something that happened can have had it. */
    public static boolean isChance(double probability) {
        return probability > 0 && probability <= 1;
    }

    private static double chance(double recorded) {
        return isChance(recorded) ? recorded : 1;
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

    /** Legacy's answer with the candidate's; null when one of them has none. */
    public @Nullable TwoAnswers withCandidate() {
        if (ofCandidate == null) {
            ofCandidate = together(legacy, candidate);
        }
        return ofCandidate;
    }

    /** Legacy's answer with its own second one; null when one of them has none. */
    public @Nullable TwoAnswers withNoise() {
        if (ofNoise == null) {
            ofNoise = together(legacy, noise);
        }
        return ofNoise;
    }

    /** What a leg's answer shares with the text that would have been right; null when either is no text. */
    public @Nullable TextOverlap againstReference(Subject subject) {
        return ofReference
                .computeIfAbsent(subject.leg().role(), role -> Optional.ofNullable(overlap(subject)))
                .orElse(null);
    }

    private @Nullable TextOverlap overlap(Subject subject) {
        Answer.Text reference = truth.reference();
        return reference != null && subject.answer() instanceof Answer.Text text
                ? new TextOverlap(reference.words(), text.words())
                : null;
    }

    private @Nullable TwoAnswers together(@Nullable Subject legacy, @Nullable Subject other) {
        Answer left = legacy == null ? null : legacy.answer();
        Answer right = other == null ? null : other.answer();
        return left == null || right == null ? null : new TwoAnswers(left, right, hash);
    }
}
