package dev.understudy.gateway.merge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One coin says who begins; then both lists are read turn by turn, and what already stands in the answer is not taken
 * again but costs the turn (Joachims, 2003).
 */
record Balanced() implements Draft {
    @Override
    public List<Pick> picks(List<String> legacy, List<String> candidate, int length, RandomGenerator random) {
        Side first = random.nextBoolean() ? Side.LEGACY : Side.CANDIDATE;
        Set<String> used = new HashSet<>();
        List<Pick> picks = new ArrayList<>(length);
        for (Pick pick : Pick.alternating(first, legacy.size(), candidate.size())) {
            String id = (pick.side() == Side.LEGACY ? legacy : candidate).get(pick.index());
            if (picks.size() < length && used.add(id)) {
                picks.add(pick);
            }
        }
        return picks;
    }
}
