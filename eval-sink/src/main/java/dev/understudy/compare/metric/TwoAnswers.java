package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.TextOverlap;
import org.jspecify.annotations.Nullable;

/** Two answers to one request, and what several metrics want to know of both, found once. For one thread. */
public final class TwoAnswers {
    private final Answer legacy;
    private final Answer other;
    private @Nullable TextOverlap overlap;

    public TwoAnswers(Answer legacy, Answer other) {
        this.legacy = legacy;
        this.other = other;
    }

    public Answer legacy() {
        return legacy;
    }

    /** The candidate's, or legacy's second one. */
    public Answer other() {
        return other;
    }

    /** Of two texts; null for all else. */
    public @Nullable TextOverlap texts() {
        if (overlap == null && legacy instanceof Answer.Text left && other instanceof Answer.Text right) {
            overlap = new TextOverlap(left.words(), right.words());
        }
        return overlap;
    }
}
