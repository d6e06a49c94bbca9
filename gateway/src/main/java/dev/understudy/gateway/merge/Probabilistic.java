package dev.understudy.gateway.merge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A coin per place says whose turn it is, and that side draws one of what is left, rank r with a probability in
 * proportion to 1/r³ (Hofmann, Whiteson and de Rijke, CIKM 2011, with τ = 3); one with nothing left is skipped.
 *
 * <p>Drawing without replacement by weight is the same as sorting once by an exponential variate over the weight
 * (Efraimidis and Spirakis, 2006), and stays so when items disappear meanwhile, because what the smallest key was tells
 * nothing about the order of the others. So each side's whole order is drawn beforehand: n log n instead of n².
 */
record Probabilistic() implements Draft {
    @Override
    public List<Pick> picks(List<String> legacy, List<String> candidate, int length, RandomGenerator random) {
        Preference ours = drawn(Side.LEGACY, legacy, random);
        Preference theirs = drawn(Side.CANDIDATE, candidate, random);
        Set<String> used = new HashSet<>();
        List<Pick> picks = new ArrayList<>(length);
        while (picks.size() < length && !(ours.exhausted(used) && theirs.exhausted(used))) {
            boolean legacyTurn = random.nextBoolean();
            picks.add(
                    theirs.exhausted(used) || (legacyTurn && !ours.exhausted(used))
                            ? ours.take(used)
                            : theirs.take(used));
        }
        return picks;
    }

    private static Preference drawn(Side side, List<String> ids, RandomGenerator random) {
        double[] keys = new double[ids.size()];
        for (int index = 0; index < keys.length; index++) {
            double rank = index + 1.0;
            keys[index] = random.nextExponential() * rank * rank * rank;
        }
        List<Integer> order = IntStream.range(0, keys.length)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> keys[index]))
                .toList();
        return new Preference(side, ids, order);
    }
}
