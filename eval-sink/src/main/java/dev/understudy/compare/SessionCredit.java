package dev.understudy.compare;

import dev.understudy.pair.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the clicks on one mixed list say of both sides, by the rule that belongs to the way in which it was mixed.
 *
 * @param outcome whose session it is: above 0 the candidate's, between -1 and 1; it is certain where chance left nothing open
 * @param legacy credit for its items; likewise {@code candidate}
 * @param itemWins clicked items that speak for the candidate; likewise {@code itemLosses}, and {@code itemTies} for neither
 */
record SessionCredit(double outcome, double legacy, double candidate, long itemWins, long itemLosses, long itemTies) {
    static final SessionCredit NONE = new SessionCredit(0, 0, 0, 0, 0, 0);

    private static final double TOLERANCE = 1e-9;

    /** One side's part in each clicked item, between 0 and 1 each. */
    private record Parts(double legacy, double candidate) {}

    /**
     * @param clicked ids of items that were shown, each once
     * @param legacy its own list, as far as it can be read; likewise {@code candidate}
     */
    static SessionCredit of(
            Pair.Interleaving mixed, List<String> clicked, List<String> legacy, List<String> candidate) {
        List<Pair.Item> shown = mixed.items().stream()
                .filter(item -> clicked.contains(item.id()))
                .toList();
        if (shown.isEmpty()) {
            return NONE;
        }
        return switch (mixed.method()) {
            case "balanced" -> balanced(mixed.items(), clicked, legacy, candidate);
            case "probabilistic" ->
                isOf(mixed.items(), legacy, candidate)
                        ? probabilistic(mixed.items(), clicked, legacy, candidate)
                        : teams(shown);
            default -> teams(shown);
        };
    }

    /** Whether the rule of the method can be kept: it may need both lists, and they may not be in the record. */
    static boolean canTell(Pair.Interleaving mixed, List<String> legacy, List<String> candidate) {
        return switch (mixed.method()) {
            case "balanced", "probabilistic" -> isOf(mixed.items(), legacy, candidate);
            default -> true;
        };
    }

    private static boolean isOf(List<Pair.Item> items, List<String> legacy, List<String> candidate) {
        Set<String> known = new HashSet<>(legacy);
        known.addAll(candidate);
        return items.stream().allMatch(item -> known.contains(item.id()));
    }

    /** A click counts for the side that picked the item (Radlinski, Kurup and Joachims, 2008). */
    private static SessionCredit teams(List<Pair.Item> clicked) {
        return certain(clicked.stream()
                .map(item -> new Parts(
                        item.from().equals("legacy") ? 1 : 0, item.from().equals("candidate") ? 1 : 0))
                .toList());
    }

    /**
     * A click counts for each side that has the item among its first {@code k}, where {@code k} is the better of both ranks of
     * the lowest clicked item: as far as one of the lists had to be read to get there (Joachims 2003; Chapelle, Joachims,
     * Radlinski and Yue 2012, section 3.1).
     */
    private static SessionCredit balanced(
            List<Pair.Item> shown, List<String> clicked, List<String> legacy, List<String> candidate) {
        String lowest = "";
        for (Pair.Item item : shown) {
            lowest = clicked.contains(item.id()) ? item.id() : lowest;
        }
        int ofLegacy = rank(legacy, lowest);
        int ofCandidate = rank(candidate, lowest);
        int k = Math.min(ofLegacy, ofCandidate);
        if (k == Integer.MAX_VALUE) {
            return NONE;
        }
        List<Parts> parts = new ArrayList<>();
        for (String item : clicked) {
            parts.add(new Parts(rank(legacy, item) <= k ? 1 : 0, rank(candidate, item) <= k ? 1 : 0));
        }
        return certain(parts);
    }

    private static int rank(List<String> list, String item) {
        int index = list.indexOf(item);
        return index < 0 ? Integer.MAX_VALUE : index;
    }

    private static SessionCredit certain(List<Parts> parts) {
        double legacy = parts.stream().mapToDouble(Parts::legacy).sum();
        double candidate = parts.stream().mapToDouble(Parts::candidate).sum();
        return summed(parts, Math.signum(candidate - legacy));
    }

    /**
     * The expectation over all ways in which the list that was shown may have come about (Hofmann, Whiteson and de Rijke,
     * "A probabilistic method for inferring preferences from clicks", CIKM 2011). Each place is drawn from one side's softmax
     * over what is left, by a coin; given the list, places are independent, so that a click's part is Bayes' rule of one place
     * and the outcome is that of a sum of coins.
     */
    private static SessionCredit probabilistic(
            List<Pair.Item> shown, List<String> clicked, List<String> legacy, List<String> candidate) {
        Softmax ours = new Softmax(legacy);
        Softmax theirs = new Softmax(candidate);
        List<Parts> parts = new ArrayList<>();
        for (Pair.Item item : shown) {
            double ofLegacy = ours.take(item.id());
            double ofCandidate = theirs.take(item.id());
            if (clicked.contains(item.id())) {
                double both = ofLegacy + ofCandidate;
                double part = both == 0 ? 0.5 : ofCandidate / both; // a second time in the list: nobody's
                parts.add(new Parts(1 - part, part));
            }
        }
        return summed(parts, expectedOutcome(parts));
    }

    /** How likely the candidate has more of the clicks, less how likely legacy has. */
    private static double expectedOutcome(List<Parts> parts) {
        int n = parts.size();
        double[] candidates = new double[n + 1];
        candidates[0] = 1;
        for (int i = 0; i < n; i++) {
            double part = parts.get(i).candidate();
            for (int won = i + 1; won > 0; won--) {
                candidates[won] = candidates[won] * (1 - part) + candidates[won - 1] * part;
            }
            candidates[0] *= 1 - part;
        }
        double outcome = 0;
        for (int won = 0; won <= n; won++) {
            outcome += candidates[won] * Math.signum((double) won - (n - won));
        }
        return Math.abs(outcome) < TOLERANCE ? 0 : outcome;
    }

    private static SessionCredit summed(List<Parts> parts, double outcome) {
        double legacy = 0;
        double candidate = 0;
        long wins = 0;
        long losses = 0;
        for (Parts one : parts) {
            legacy += one.legacy();
            candidate += one.candidate();
            double lead = one.candidate() - one.legacy();
            wins += lead > TOLERANCE ? 1 : 0;
            losses += lead < -TOLERANCE ? 1 : 0;
        }
        return new SessionCredit(outcome, legacy, candidate, wins, losses, parts.size() - wins - losses);
    }

    /** What is left of a list, rank r in proportion to 1 / r³. */
    private static final class Softmax {
        private final Map<String, Integer> ranks = new HashMap<>();
        private final double[] weights;

        Softmax(List<String> list) {
            weights = new double[list.size()];
            for (int index = 0; index < weights.length; index++) {
                double rank = ranks.size() + 1.0;
                if (ranks.putIfAbsent(list.get(index), ranks.size()) == null) {
                    weights[ranks.size() - 1] = 1 / (rank * rank * rank);
                }
            }
        }

        /** How likely it is drawn next; then it is gone. */
        double take(String item) {
            Integer rank = ranks.get(item);
            if (rank == null || weights[rank] == 0) {
                return 0;
            }
            double all = 0;
            for (double weight : weights) {
                all += weight;
            }
            double chance = weights[rank] / all;
            weights[rank] = 0;
            return chance;
        }
    }
}
