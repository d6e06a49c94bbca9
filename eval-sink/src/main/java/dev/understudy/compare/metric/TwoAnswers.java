package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.TextOverlap;
import org.jspecify.annotations.Nullable;

/** Two answers to one request, and what several metrics want to know of both, found once. For one thread. */
public final class TwoAnswers {
    private final Answer legacy;
    private final Answer other;
    private final long hash;
    private @Nullable TextOverlap overlap;

    /** @param hash of the pair's id, by which a metric that is dear may choose pairs */
    public TwoAnswers(Answer legacy, Answer other, long hash) {
        this.legacy = legacy;
        this.other = other;
        this.hash = hash;
    }

    public Answer legacy() {
        return legacy;
    }

    /** The candidate's, or legacy's second one. */
    public Answer other() {
        return other;
    }

    public long hash() {
        return hash;
    }

    /** Of two texts; null for all else. */
    public @Nullable TextOverlap texts() {
        if (overlap == null && legacy instanceof Answer.Text left && other instanceof Answer.Text right) {
            overlap = new TextOverlap(left.words(), right.words());
        }
        return overlap;
    }
}
