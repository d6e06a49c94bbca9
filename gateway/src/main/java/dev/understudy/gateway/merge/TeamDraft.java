package dev.understudy.gateway.merge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Two captains choose in turn: the one with the smaller team picks, a coin decides between equals, each takes its best
 * that is left, and one with nothing left is skipped (Radlinski, Kurup and Joachims, CIKM 2008).
 */
record TeamDraft() implements Draft {
    @Override
    public List<Pick> picks(List<String> legacy, List<String> candidate, int length, RandomGenerator random) {
        Preference ours = inOrder(Side.LEGACY, legacy);
        Preference theirs = inOrder(Side.CANDIDATE, candidate);
        Set<String> used = new HashSet<>();
        List<Pick> picks = new ArrayList<>(length);
        int legacyTeam = 0;
        while (picks.size() < length && !(ours.exhausted(used) && theirs.exhausted(used))) {
            int candidateTeam = picks.size() - legacyTeam;
            boolean legacyTurn = legacyTeam == candidateTeam ? random.nextBoolean() : legacyTeam < candidateTeam;
            if (theirs.exhausted(used) || (legacyTurn && !ours.exhausted(used))) {
                picks.add(ours.take(used));
                legacyTeam++;
            } else {
                picks.add(theirs.take(used));
            }
        }
        return picks;
    }

    private static Preference inOrder(Side side, List<String> ids) {
        return new Preference(side, ids, IntStream.range(0, ids.size()).boxed().toList());
    }
}
