package dev.understudy.gateway.merge;

import dev.understudy.config.Experiment.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The probability of every mixed list with its credits, by walking every branch of the textbooks' pseudo-code: nothing
 * here is drawn, and nothing is shared with what is tested.
 */
final class Enumeration {
    private final List<String> legacy;
    private final List<String> candidate;
    private final int length;
    private final Map<String, Double> outcomes = new HashMap<>();

    private Enumeration(List<String> legacy, List<String> candidate, int length) {
        this.legacy = legacy;
        this.candidate = candidate;
        this.length = length;
    }

    /** Outcomes such as {@code "a:legacy b:candidate"}. */
    static Map<String, Double> of(Method method, List<String> legacy, List<String> candidate, int length) {
        Enumeration enumeration = new Enumeration(legacy, candidate, length);
        switch (method) {
            case TEAM_DRAFT -> enumeration.teamDraft(List.of(), Set.of(), 0, 0, 1);
            case PROBABILISTIC -> enumeration.probabilistic(List.of(), Set.of(), 1);
            case BALANCED -> {
                enumeration.balanced(true, 0.5);
                enumeration.balanced(false, 0.5);
            }
        }
        return enumeration.outcomes;
    }

    private void teamDraft(List<String> list, Set<String> used, int legacyTeam, int candidateTeam, double p) {
        List<Integer> ours = left(legacy, used);
        List<Integer> theirs = left(candidate, used);
        if (ended(list, ours, theirs, p)) {
            return;
        }
        double legacyTurn = theirs.isEmpty() ? 1 : ours.isEmpty() ? 0 : smaller(legacyTeam, candidateTeam);
        if (legacyTurn > 0) {
            String id = legacy.get(ours.get(0));
            teamDraft(plus(list, id, Side.LEGACY), plus(used, id), legacyTeam + 1, candidateTeam, p * legacyTurn);
        }
        if (legacyTurn < 1) {
            String id = candidate.get(theirs.get(0));
            teamDraft(
                    plus(list, id, Side.CANDIDATE),
                    plus(used, id),
                    legacyTeam,
                    candidateTeam + 1,
                    p * (1 - legacyTurn));
        }
    }

    private static double smaller(int legacyTeam, int candidateTeam) {
        return legacyTeam == candidateTeam ? 0.5 : legacyTeam < candidateTeam ? 1 : 0;
    }

    /** Joachims' two pointers. */
    private void balanced(boolean legacyFirst, double p) {
        List<String> list = new ArrayList<>();
        Set<String> used = new HashSet<>();
        int a = 0;
        int b = 0;
        while (list.size() < length && (a < legacy.size() || b < candidate.size())) {
            boolean legacyTurn = a < b || (a == b && legacyFirst);
            if (b == candidate.size() || (legacyTurn && a < legacy.size())) {
                String id = legacy.get(a++);
                if (used.add(id)) {
                    list.add(id + ":legacy");
                }
            } else {
                String id = candidate.get(b++);
                if (used.add(id)) {
                    list.add(id + ":candidate");
                }
            }
        }
        outcomes.merge(String.join(" ", list), p, Double::sum);
    }

    private void probabilistic(List<String> list, Set<String> used, double p) {
        List<Integer> ours = left(legacy, used);
        List<Integer> theirs = left(candidate, used);
        if (ended(list, ours, theirs, p)) {
            return;
        }
        double legacyTurn = theirs.isEmpty() ? 1 : ours.isEmpty() ? 0 : 0.5;
        draw(list, used, Side.LEGACY, legacy, ours, p * legacyTurn);
        draw(list, used, Side.CANDIDATE, candidate, theirs, p * (1 - legacyTurn));
    }

    private void draw(List<String> list, Set<String> used, Side side, List<String> ids, List<Integer> left, double p) {
        if (p == 0) {
            return;
        }
        double all = left.stream().mapToDouble(Enumeration::weight).sum();
        for (int index : left) {
            String id = ids.get(index);
            probabilistic(plus(list, id, side), plus(used, id), p * weight(index) / all);
        }
    }

    private static double weight(int index) {
        return 1 / Math.pow(index + 1, 3);
    }

    private boolean ended(List<String> list, List<Integer> ours, List<Integer> theirs, double p) {
        boolean ended = list.size() == length || (ours.isEmpty() && theirs.isEmpty());
        if (ended) {
            outcomes.merge(String.join(" ", list), p, Double::sum);
        }
        return ended;
    }

    private static List<Integer> left(List<String> ids, Set<String> used) {
        return IntStream.range(0, ids.size())
                .filter(index -> !used.contains(ids.get(index)))
                .boxed()
                .toList();
    }

    private static List<String> plus(List<String> list, String id, Side side) {
        List<String> longer = new ArrayList<>(list);
        longer.add(id + ":" + side.label());
        return longer;
    }

    private static Set<String> plus(Set<String> used, String id) {
        Set<String> larger = new HashSet<>(used);
        larger.add(id);
        return larger;
    }
}
