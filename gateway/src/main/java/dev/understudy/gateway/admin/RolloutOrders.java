package dev.understudy.gateway.admin;

import dev.understudy.gateway.rollout.Order;
import dev.understudy.gateway.rollout.RefusedOrderException;
import java.io.IOException;

/** Carries out what a person wants of a canary; may write, so never on an event loop. */
@FunctionalInterface
public interface RolloutOrders {
    /** @return the route once it is done, and the traffic follows it */
    RouteStatus give(String route, Order order) throws RefusedOrderException, IOException;
}
