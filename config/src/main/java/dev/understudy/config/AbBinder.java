package dev.understudy.config;

import dev.understudy.config.Experiment.Ab;
import dev.understudy.config.Experiment.Arm;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Binds {@code ab}. */
final class AbBinder {
    static final Keys AB = Keys.of("unit", "salt", "arms", "fallback");
    static final Keys ARM = Keys.of("model", "weight");

    private static final double SUM_TOLERANCE = 1e-9;
    private static final String WEIGHT_EXPECTED = "a number from 0 to 100; the weights add up to 100";

    private AbBinder() {}

    static Optional<Ab> ab(Value value, RouteContext context) {
        return Section.open(value, AB).flatMap(section -> {
            UnitKind unit = section.read("unit", Scalars.choice(UnitKind.values(), UnitKind::yaml), UnitKind.REQUEST);
            if (section.has("unit")) {
                context.needsIdentity(unit, section.at("unit"), "it could not be sticky");
            }
            String salt = section.read("salt", Words.SALT, context.routeName());
            Optional<List<Arm>> arms = section.require(
                    "arms", list -> arms(list, context), "at least two of {model: …, weight: …}; the first is legacy");
            Fallback fallback = section.read("fallback", FallbackBinder::fallback, Fallback.DEFAULT);
            return arms.map(both -> new Ab(unit, salt, both, fallback));
        });
    }

    private static Optional<List<Arm>> arms(Value value, RouteContext context) {
        int before = value.problems().size();
        Set<String> models = new HashSet<>();
        Reader<Arm> arm = element -> arm(element, context, models);
        Optional<List<Arm>> arms = arm.list(2).read(value);
        if (value.problems().size() > before) {
            return Optional.empty();
        }
        double sum = arms.stream()
                .flatMap(List::stream)
                .mapToDouble(one -> one.weight().value())
                .sum();
        return Math.abs(sum - 100) <= SUM_TOLERANCE
                ? arms
                : value.refuse("the weights add up to " + Double.toString(sum).replaceAll("\\.0$", ""), "100");
    }

    private static Optional<Arm> arm(Value value, RouteContext context, Set<String> models) {
        return Section.open(value, ARM).flatMap(section -> {
            Optional<String> model = section.require("model", context.model(), "the arm's model");
            Optional<Percent> weight = section.require("weight", Scalars.PERCENT, WEIGHT_EXPECTED);
            model.filter(name -> !models.add(name))
                    .ifPresent(name -> section.at("model").refuse(name + " is an arm already", "each model once"));
            return model.flatMap(name -> weight.map(share -> new Arm(name, share)));
        });
    }
}
