package dev.understudy.compare;

import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Follows requests arm by arm: assigned, sent and answered as pulses count all traffic, then logged, joined and labelled as
 * the log has them.
 */
final class FunnelFigure {
    private final TreeMap<String, Long> assigned = new TreeMap<>();
    private final TreeMap<String, Long> sent = new TreeMap<>();
    private final TreeMap<String, Long> answered = new TreeMap<>();
    private final TreeMap<String, Logged> logged = new TreeMap<>();
    private long received;
    private boolean pulsed;

    /**
     * Pairs by arm.
     *
     * @param count in which the arm was assigned, or asked as well
     * @param joined of them, those in which the arm has a complete response
     */
    private record Logged(long count, long joined, long labelled) {
        static Logged plus(Logged a, Logged b) {
            return new Logged(a.count + b.count, a.joined + b.joined, a.labelled + b.labelled);
        }
    }

    /** @param labelled whether anybody said something about it later */
    void add(Pair pair, boolean labelled) {
        Map<String, Logged> arms = new TreeMap<>();
        for (Leg leg : pair.legs()) {
            String arm = arm(leg.role().label(), leg.model());
            Logged one = new Logged(1, leg.outcome() == Leg.Outcome.OK ? 1 : 0, labelled ? 1 : 0);
            arms.merge(arm, one, (a, b) -> new Logged(1, Math.max(a.joined, b.joined), a.labelled));
        }
        arms.forEach((arm, one) -> logged.merge(arm, one, Logged::plus));
    }

    void add(Pulse pulse) {
        pulsed = true;
        received += pulse.eligible();
        pulse.assigned().forEach((model, count) -> assigned.merge(model, count, Long::sum));
        pulse.outcomes().forEach((key, count) -> {
            int outcomeAt = key.lastIndexOf('/');
            int roleAt = key.lastIndexOf('/', outcomeAt - 1);
            if (roleAt > 0) {
                String arm = arm(key.substring(roleAt + 1, outcomeAt), key.substring(0, roleAt));
                String outcome = key.substring(outcomeAt + 1);
                boolean wasSent = !outcome.equals("shed") && !outcome.equals("skipped") && !outcome.equals("too_large");
                sent.merge(arm, wasSent ? count : 0L, Long::sum);
                answered.merge(arm, outcome.equals("ok") ? count : 0L, Long::sum);
            }
        });
    }

    /** Of another part of the same pairs; pulses are added to one part only. */
    void merge(FunnelFigure other) {
        other.logged.forEach((arm, one) -> logged.merge(arm, one, Logged::plus));
    }

    List<Report.FunnelArm> result() {
        TreeMap<String, Logged> arms = new TreeMap<>(logged);
        sent.keySet().forEach(arm -> arms.putIfAbsent(arm, new Logged(0, 0, 0)));
        List<Report.FunnelArm> result = new ArrayList<>();
        arms.forEach((arm, one) -> {
            int at = arm.indexOf('/');
            String role = arm.substring(0, at);
            String model = arm.substring(at + 1);
            result.add(new Report.FunnelArm(
                    role,
                    model,
                    pulsed ? (Long) received : null,
                    pulsed ? assigned.getOrDefault(model, 0L) : null,
                    pulsed ? sent.getOrDefault(arm, 0L) : null,
                    pulsed ? answered.getOrDefault(arm, 0L) : null,
                    one.count(),
                    one.joined(),
                    one.labelled()));
        });
        return result;
    }

    private static String arm(String role, String model) {
        return role + "/" + model;
    }
}
