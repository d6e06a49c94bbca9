package dev.understudy.gateway.rollout;

import dev.understudy.config.Experiment.Step;
import dev.understudy.config.Experiment.Step.Pause;
import dev.understudy.config.Experiment.Step.SetPercent;
import dev.understudy.config.Percent;
import dev.understudy.gateway.rollout.Exposure.State;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The walk through a canary's steps: {@code setPercent} applies at once, {@code pause: 1h} takes its time,
 * {@code pause: {}} never ends by itself. Pure.
 */
final class Timeline {
    private Timeline() {}

    static Exposure exposure(Start start, Instant now) {
        return switch (start.gait()) {
            case WALKING -> walk(start, now);
            case PAUSED -> new Exposure(start.held(), start.step(), start.at(), Optional.empty(), State.PAUSED);
            case ROLLED_BACK ->
                new Exposure(Percent.NONE, start.steps().size(), start.at(), Optional.empty(), State.ROLLED_BACK);
        };
    }

    private static Exposure walk(Start start, Instant now) {
        List<Step> steps = start.steps();
        Percent percent = start.held();
        Instant since = start.at();
        Instant time = start.at();
        for (int index = start.step(); index < steps.size(); index++) {
            if (steps.get(index) instanceof SetPercent set) {
                percent = set.percent();
                since = time;
            } else if (steps.get(index) instanceof Pause pause) {
                Optional<Instant> end = end(pause, time);
                if (end.isEmpty() || now.isBefore(end.get())) {
                    State state = end.isEmpty() ? State.WAITING : State.WALKING;
                    return new Exposure(percent, index, since, nextChange(steps, index, time), state);
                }
                time = end.get();
            }
        }
        State state = percent.value() == 0 ? State.ROLLED_BACK : State.DONE;
        return new Exposure(percent, steps.size(), since, Optional.empty(), state);
    }

    /** When the next {@code setPercent} at or after this step is reached. */
    private static Optional<Instant> nextChange(List<Step> steps, int from, Instant began) {
        Instant time = began;
        for (Step step : steps.subList(from, steps.size())) {
            if (step instanceof SetPercent) {
                return Optional.of(time);
            }
            if (step instanceof Pause pause) {
                Optional<Instant> end = end(pause, time);
                if (end.isEmpty()) {
                    return Optional.empty();
                }
                time = end.get();
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> end(Pause pause, Instant began) {
        return pause.duration().flatMap(duration -> plus(began, duration));
    }

    /** Empty beyond the end of time, which is as good as a pause without an end. */
    private static Optional<Instant> plus(Instant instant, Duration duration) {
        try {
            return Optional.of(instant.plus(duration));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
