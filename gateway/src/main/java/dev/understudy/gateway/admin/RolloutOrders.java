package dev.understudy.gateway.admin;

import dev.understudy.gateway.rollout.Order;
import dev.understudy.gateway.rollout.RefusedOrderException;
import java.io.IOException;

/** Carries out what a person wants of a canary; may wait for a disk, so never on an event loop. */
@FunctionalInterface
public interface RolloutOrders {
    /** @return the route once it is done, and the traffic follows it */
    Outcome give(String route, Order order) throws RefusedOrderException, IOException;

    /** @param persisted false where a restart would lose it, since it could not be saved so far */
    record Outcome(RouteStatus route, boolean persisted) {}
}
