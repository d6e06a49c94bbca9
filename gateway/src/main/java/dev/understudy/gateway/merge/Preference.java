package dev.understudy.gateway.merge;

import java.util.List;
import java.util.Set;

/** One side's items in the order in which it wants them; what the other side took meanwhile is passed over. */
final class Preference {
    private final Side side;
    private final List<String> ids;
    private final List<Integer> order;
    private int next;

    /** @param order indexes into {@code ids}, each once */
    Preference(Side side, List<String> ids, List<Integer> order) {
        this.side = side;
        this.ids = ids;
        this.order = order;
    }

    /** Whether nothing is left to take. */
    boolean exhausted(Set<String> used) {
        while (next < order.size() && used.contains(ids.get(order.get(next)))) {
            next++;
        }
        return next == order.size();
    }

    /** Takes the best that is left, and marks it as used; only for one that is not exhausted. */
    Pick take(Set<String> used) {
        while (!used.add(ids.get(order.get(next)))) {
            next++;
        }
        return new Pick(side, order.get(next++));
    }
}
