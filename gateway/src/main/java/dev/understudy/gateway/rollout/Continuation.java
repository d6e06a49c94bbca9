package dev.understudy.gateway.rollout;

import dev.understudy.config.Experiment.Canary;
import dev.understudy.config.Experiment.Step;
import dev.understudy.config.Experiment.Step.SetPercent;
import dev.understudy.config.Percent;
import java.time.Instant;
import java.util.List;

/**
 * Where a canary goes on when somebody edited its steps. Pure.
 *
 * <ul>
 *   <li>A new salt means new units: from the first step.
 *   <li>Somebody rolled it back: it stays so until somebody resumes it, and then follows the edited steps.
 *   <li>Steps up to and including the one under way are as they were: nothing changes now, its pause goes on.
 *   <li>The list now begins with {@code setPercent: 0}, or every percent in it is below the present share and below the highest
 *       before: somebody wants fewer users in; from the first step.
 *   <li>Otherwise nobody who is in is put out: the present share stays, and the walk goes on, from now, after the last step
 *       whose percent is at most that share. Its pauses start afresh, so that no bake time is skipped.
 * </ul>
 *
 * <p>What somebody paused stays paused, wherever it goes on.
 */
final class Continuation {
    private Continuation() {}

    static Start of(Start before, String route, Canary canary, Instant now) {
        List<Step> steps = canary.steps();
        if (!before.salt().equals(canary.salt())) {
            return Start.anew(route, canary.salt(), steps, now);
        }
        if (before.steps().equals(steps)) {
            return before;
        }
        if (before.isRolledBack()) {
            return before.withSteps(steps);
        }
        Exposure present = Timeline.exposure(before, now);
        if (isSameUpTo(present.step(), before.steps(), steps)) {
            return before.withSteps(steps);
        }
        if (present.percent().value() == 0 || isWithdrawal(present.percent(), before.steps(), steps)) {
            return new Start(route, before.salt(), steps, 0, Percent.NONE, before.gait(), now);
        }
        int next = lastAtMost(present.percent(), steps) + 1;
        return new Start(route, before.salt(), steps, next, present.percent(), before.gait(), now);
    }

    private static boolean isSameUpTo(int step, List<Step> before, List<Step> after) {
        return step < before.size()
                && step < after.size()
                && before.subList(0, step + 1).equals(after.subList(0, step + 1));
    }

    private static boolean isWithdrawal(Percent present, List<Step> before, List<Step> after) {
        boolean zeroCameFirst = beginsWithZero(after) && !beginsWithZero(before);
        return zeroCameFirst || highest(after) < Math.min(present.value(), highest(before));
    }

    private static boolean beginsWithZero(List<Step> steps) {
        return !steps.isEmpty()
                && steps.get(0) instanceof SetPercent set
                && set.percent().value() == 0;
    }

    /** A zero in the middle ends the rollout and is no place to go on from. */
    private static int lastAtMost(Percent present, List<Step> steps) {
        int last = -1;
        for (int index = 0; index < steps.size(); index++) {
            if (steps.get(index) instanceof SetPercent set
                    && set.percent().value() > 0
                    && set.percent().value() <= present.value()) {
                last = index;
            }
        }
        return last;
    }

    /** Below every percent where there is none. */
    private static double highest(List<Step> steps) {
        return steps.stream()
                .filter(SetPercent.class::isInstance)
                .mapToDouble(step -> ((SetPercent) step).percent().value())
                .max()
                .orElse(-1);
    }
}
