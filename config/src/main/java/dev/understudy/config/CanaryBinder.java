package dev.understudy.config;

import dev.understudy.config.Experiment.Canary;
import dev.understudy.config.Experiment.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Binds {@code canary}. */
final class CanaryBinder {
    static final Keys CANARY = Keys.of("legacy", "candidate", "assignBy", "salt", "steps", "fallback")
            .later(
                    "onFailure",
                    "acting on failures; watch the report, and go back by: understudy rollout rollback ROUTE")
            .later("analysis", "analysis of a rollout; watch the report, and pause: {} to wait for a person");
    static final Keys STEP = Keys.of("setPercent", "pause")
            .later("analysis", "analysis steps; pause: {} waits for a person who reads the report");

    private static final Reader<Duration> PAUSE_DURATION =
            Quantities.duration(Duration.ofSeconds(1), Duration.ofDays(365));

    private CanaryBinder() {}

    static Optional<Canary> canary(Value value, RouteContext context) {
        return Section.open(value, CANARY).flatMap(section -> {
            Optional<Arms> arms = Arms.read(section, context);
            UnitKind assignBy = section.read(
                    "assignBy",
                    Scalars.choice(new UnitKind[] {UnitKind.USER, UnitKind.CONVERSATION}, UnitKind::yaml),
                    UnitKind.USER);
            Value assignedAt = section.has("assignBy") ? section.at("assignBy") : value;
            context.needsIdentity(assignBy, assignedAt, "nobody would ever be in");
            String salt = section.read("salt", Words.SALT, context.routeName());
            Reader<Step> step = CanaryBinder::step;
            Optional<List<Step>> steps = section.require(
                    "steps", list -> steps(list, step), "a list such as [setPercent: 1, pause: 1h, setPercent: 100]");
            Fallback fallback = section.read("fallback", FallbackBinder::fallback, Fallback.DEFAULT);
            return arms.flatMap(both ->
                    steps.map(taken -> new Canary(both.legacy(), both.candidate(), assignBy, salt, taken, fallback)));
        });
    }

    private static Optional<List<Step>> steps(Value value, Reader<Step> step) {
        int before = value.problems().size();
        Reader<Placed> placed = element -> step.read(element).map(bound -> new Placed(bound, element));
        Optional<List<Placed>> steps = placed.list(1).read(value);
        if (value.problems().size() > before) {
            return Optional.empty();
        }
        return steps.map(CanaryBinder::checkOrder);
    }

    /** Who is in stays in: a share only grows, except back to nothing. */
    private static List<Step> checkOrder(List<Placed> placed) {
        List<Step> steps = new ArrayList<>();
        double percent = 0;
        for (Placed next : placed) {
            if (next.step instanceof Step.SetPercent set) {
                double wanted = set.percent().value();
                if (wanted < percent && wanted != 0) {
                    next.value.refuse(
                            "setPercent " + set.percent() + " after " + new Percent(percent),
                            "the same or more: who is in stays in; only 0 goes back");
                }
                percent = wanted;
            } else if (steps.isEmpty()) {
                next.value.refuse("a pause before any share", "setPercent as the first step");
            }
            steps.add(next.step);
        }
        return steps;
    }

    private static Optional<Step> step(Value value) {
        return Section.open(value, STEP).flatMap(section -> {
            if (section.has("setPercent") == section.has("pause")) {
                return section.has("pause")
                        ? value.refuse("setPercent and pause in one step", "a step for each")
                        : emptyStep(value);
            }
            return section.has("setPercent")
                    ? section.read("setPercent", Scalars.PERCENT).map(Step.SetPercent::new)
                    : section.read("pause", CanaryBinder::pause);
        });
    }

    /** A step whose only key was refused already needs no second problem. */
    private static Optional<Step> emptyStep(Value value) {
        boolean empty = value.node() instanceof MappingNode mapping
                && mapping.getValue().isEmpty();
        return empty ? value.refuse("an empty step", "setPercent or pause") : Optional.empty();
    }

    private static Optional<Step> pause(Value value) {
        if (value.node() instanceof MappingNode mapping && mapping.getValue().isEmpty()) {
            return Optional.of(new Step.Pause(Optional.empty()));
        }
        if (value.isMapping()) {
            return value.refuse("a mapping with keys", "a duration such as 1h, or {} to wait for a person");
        }
        return PAUSE_DURATION.read(value).map(duration -> new Step.Pause(Optional.of(duration)));
    }

    /** A step and where it stands. */
    private record Placed(Step step, Value value) {}
}
