package dev.understudy.gateway.testing;

import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The legs of a pair by the part they play. */
public final class Legs {
    private Legs() {}

    public static Leg legacy(Pair pair) {
        return only(pair, Leg.Role.LEGACY);
    }

    public static Leg candidate(Pair pair) {
        return only(pair, Leg.Role.CANDIDATE);
    }

    public static Leg noise(Pair pair) {
        return only(pair, Leg.Role.NOISE);
    }

    public static List<Leg> all(Pair pair, Leg.Role role) {
        return pair.legs().stream().filter(leg -> leg.role() == role).toList();
    }

    /** What was kept of its answer. */
    public static String body(Leg leg) {
        return leg.body() == null ? "" : new String(leg.body().bytes(), StandardCharsets.UTF_8);
    }

    private static Leg only(Pair pair, Leg.Role role) {
        List<Leg> legs = all(pair, role);
        if (legs.size() != 1) {
            throw new AssertionError(role + ": " + legs.size() + " legs (expected: one) in " + pair);
        }
        return legs.get(0);
    }
}
