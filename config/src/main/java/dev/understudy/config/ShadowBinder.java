package dev.understudy.config;

import dev.understudy.config.Experiment.Shadow;
import dev.understudy.config.Experiment.Target;
import dev.understudy.config.ShadowBeside.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Binds {@code shadow}: the strategy, and the block beside {@code ab} or {@code canary}. */
final class ShadowBinder {
    static final Keys SHADOW = Keys.of("legacy", "candidates", "noise", "limits");
    static final Keys TARGET = Keys.of("model", "percent");
    static final Keys BESIDE = Keys.of("direction", "percent", "noise", "limits");
    static final Keys NOISE = Keys.of("percent");
    static final Keys LIMITS = Keys.of("maxBody", "maxInFlight", "timeout", "budget");

    private ShadowBinder() {}

    static Optional<Shadow> strategy(Value value, RouteContext context) {
        return Section.open(value, SHADOW).flatMap(section -> {
            Optional<String> legacy = section.require("legacy", context.model(), "the model that answers");
            Set<String> models = new HashSet<>();
            legacy.ifPresent(models::add);
            Reader<Target> target = element -> target(element, context, models);
            Optional<List<Target>> targets =
                    section.require("candidates", target.list(1), "a list such as [{model: …, percent: 100}]");
            Percent noise = section.read("noise", ShadowBinder::noise, Percent.NONE);
            List<String> copied = new ArrayList<>();
            targets.ifPresent(all -> all.forEach(each -> copied.add(each.model())));
            legacy.filter(name -> noise.value() > 0).ifPresent(copied::add);
            ShadowLimits limits = section.read("limits", limits(copied, context), ShadowLimits.DEFAULT);
            return legacy.flatMap(name -> targets.map(copies -> new Shadow(name, copies, noise, limits)));
        });
    }

    /** @param experiment beside which it stands; empty when that was refused */
    static Optional<ShadowBeside> beside(Value value, Optional<Experiment> experiment, RouteContext context) {
        return Section.open(value, BESIDE).map(section -> {
            Direction direction =
                    section.read("direction", Scalars.choice(Direction.values(), Direction::yaml), Direction.BOTH);
            Percent percent = section.require("percent", Scalars.PERCENT, Scalars.PERCENT_EXPECTED)
                    .orElse(Percent.NONE);
            Percent noise = section.read("noise", ShadowBinder::noise, Percent.NONE);
            List<String> copied = new ArrayList<>();
            experiment.ifPresent(arms -> {
                if (direction != Direction.TO_LEGACY) {
                    copied.addAll(arms.candidates());
                }
                if (direction != Direction.TO_CANDIDATE || noise.value() > 0) {
                    copied.add(arms.legacy());
                }
            });
            ShadowLimits limits = section.read("limits", limits(copied, context), ShadowLimits.DEFAULT);
            return new ShadowBeside(direction, percent, noise, limits);
        });
    }

    private static Optional<Target> target(Value value, RouteContext context, Set<String> models) {
        return Section.open(value, TARGET).flatMap(section -> {
            Optional<String> model = section.require("model", context.model(), "the model that gets a copy");
            Optional<Percent> percent = section.require("percent", Scalars.PERCENT, Scalars.PERCENT_EXPECTED);
            model.filter(name -> !models.add(name))
                    .ifPresent(name -> section.at("model").refuse(name + " takes part already", "each model once"));
            return model.flatMap(name -> percent.map(share -> new Target(name, share)));
        });
    }

    private static Optional<Percent> noise(Value value) {
        return Section.open(value, NOISE)
                .flatMap(section -> section.require("percent", Scalars.PERCENT, Scalars.PERCENT_EXPECTED));
    }

    private static Reader<ShadowLimits> limits(List<String> copied, RouteContext context) {
        ShadowLimits otherwise = ShadowLimits.DEFAULT;
        return value -> Section.open(value, LIMITS)
                .map(section -> new ShadowLimits(
                        section.read("maxBody", Quantities.bytesInMemory(0, Quantities.GIB), otherwise.maxBody()),
                        section.read("maxInFlight", Scalars.integer(1, 1_000_000), otherwise.maxInFlight()),
                        section.read(
                                "timeout",
                                Quantities.duration(Duration.ofMillis(1), Duration.ofHours(24)),
                                otherwise.timeout()),
                        section.read("budget", ShadowBudgetBinder.budget(copied, context))));
    }
}
