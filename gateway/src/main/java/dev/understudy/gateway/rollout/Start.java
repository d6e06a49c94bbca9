package dev.understudy.gateway.rollout;

import dev.understudy.config.Experiment.Canary;
import dev.understudy.config.Experiment.Step;
import dev.understudy.config.Percent;
import java.time.Instant;
import java.util.List;

/**
 * Where and when a canary began to walk through its steps; with the time, it says where it is.
 *
 * @param steps as the file had them
 * @param step the first one to take, at {@code at}; equal to the number of steps when none is left
 * @param held the share before that one
 */
record Start(String route, String salt, List<Step> steps, int step, Percent held, Gait gait, Instant at) {

    /** Whether time moves it on. */
    enum Gait {
        WALKING,
        /** Until somebody resumes it. */
        PAUSED,
        /** Nobody is in, until somebody resumes or promotes it. */
        ROLLED_BACK
    }

    Start {
        steps = List.copyOf(steps);
        if (step < 0 || step > steps.size()) {
            throw new IllegalArgumentException("step: " + step + " (expected: 0.." + steps.size() + ")");
        }
    }

    /** From the first step, with nobody in. */
    static Start anew(String route, String salt, List<Step> steps, Instant at) {
        return new Start(route, salt, steps, 0, Percent.NONE, Gait.WALKING, at);
    }

    /** The same canary, from now at this step and share. */
    Start movedTo(int place, Percent share, Gait pace, Instant now) {
        return new Start(route, salt, steps, place, share, pace, now);
    }

    /** The same canary with nobody in, whatever its steps say. */
    Start rolledBack(Instant now) {
        return movedTo(0, Percent.NONE, Gait.ROLLED_BACK, now);
    }

    boolean isRolledBack() {
        return gait == Gait.ROLLED_BACK;
    }

    /** The same course by other words of the file. */
    Start withSteps(List<Step> edited) {
        return new Start(route, salt, edited, step, held, gait, at);
    }

    /** Whether it holds for this canary too: of the same units, and by the same steps unless these do not matter. */
    boolean holdsFor(Canary canary) {
        return salt.equals(canary.salt()) && (isRolledBack() || steps.equals(canary.steps()));
    }

    /**
     * Whether it no longer counts once a line was found that was written without knowing of it. Of the same units, a rollback
     * wins; otherwise what is later.
     */
    boolean isOutdatedBy(Start found) {
        if (salt.equals(found.salt) && (isRolledBack() || found.isRolledBack())) {
            return found.isRolledBack();
        }
        return found.at.isAfter(at) || found.equals(this);
    }
}
