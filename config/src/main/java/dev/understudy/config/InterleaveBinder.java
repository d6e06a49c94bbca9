package dev.understudy.config;

import dev.understudy.config.Experiment.Interleave;
import dev.understudy.config.Experiment.Method;
import java.time.Duration;
import java.util.Optional;

/** Binds {@code interleave}. */
final class InterleaveBinder {
    static final Keys INTERLEAVE =
            Keys.of("legacy", "candidate", "percent", "unit", "salt", "method", "items", "itemId", "wait", "maxBody");

    static final Duration WAIT = Duration.ofMillis(100);
    private static final int BODY_MAX = (int) Quantities.MIB;

    private InterleaveBinder() {}

    static Optional<Interleave> interleave(Value value, RouteContext context) {
        return Section.open(value, INTERLEAVE).flatMap(section -> {
            Optional<Arms> arms = Arms.read(section, context);
            Optional<Percent> percent = section.require("percent", Scalars.PERCENT, Scalars.PERCENT_EXPECTED);
            UnitKind unit = section.read("unit", Scalars.choice(UnitKind.values(), UnitKind::yaml), UnitKind.REQUEST);
            if (section.has("unit")) {
                context.needsIdentity(unit, section.at("unit"), "no answer would ever be mixed");
            }
            String salt = section.read("salt", Words.SALT, context.routeName());
            Method method = section.read("method", Scalars.choice(Method.values(), Method::yaml), Method.TEAM_DRAFT);
            Optional<Pointer> items =
                    section.require("items", Words.POINTER, "where the list stands in both answers, such as /items");
            Optional<Pointer> itemId = section.read("itemId", Words.POINTER);
            Duration waitFor =
                    section.read("wait", Quantities.duration(Duration.ofMillis(1), Duration.ofMinutes(10)), WAIT);
            int maxBody = section.read("maxBody", Quantities.bytesInMemory(Quantities.KIB, Quantities.GIB), BODY_MAX);
            if (arms.isEmpty() || percent.isEmpty() || items.isEmpty()) {
                return Optional.empty();
            }
            Arms both = arms.get();
            return Optional.of(new Interleave(
                    both.legacy(),
                    both.candidate(),
                    percent.get(),
                    unit,
                    salt,
                    method,
                    items.get(),
                    itemId,
                    waitFor,
                    maxBody));
        });
    }
}
