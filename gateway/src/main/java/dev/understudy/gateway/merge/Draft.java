package dev.understudy.gateway.merge;

import dev.understudy.config.Experiment.Method;
import java.util.List;
import java.util.random.RandomGenerator;

/** How two ranked lists become one in which no id stands twice: whose turn it is, and what it takes. */
interface Draft {

    /**
     * The mixed list, {@code length} long or as long as there are different ids.
     *
     * @param legacy ids, best first, none twice
     * @param candidate the same; ids that stand in both lists are the same item
     */
    List<Pick> picks(List<String> legacy, List<String> candidate, int length, RandomGenerator random);

    static Draft of(Method method) {
        return switch (method) {
            case TEAM_DRAFT -> new TeamDraft();
            case BALANCED -> new Balanced();
            case PROBABILISTIC -> new Probabilistic();
        };
    }
}
