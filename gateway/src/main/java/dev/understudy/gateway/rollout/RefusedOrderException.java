package dev.understudy.gateway.rollout;

import dev.understudy.gateway.rollout.Exposure.State;

/** An order that cannot be carried out; the message says why, and what could be. */
public final class RefusedOrderException extends Exception {
    private static final long serialVersionUID = 1;

    /** What was wrong with it. */
    public enum Reason {
        UNKNOWN_ROLLOUT,
        WRONG_STATE
    }

    private final Reason reason;

    private RefusedOrderException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static RefusedOrderException unknown(String route) {
        return new RefusedOrderException(
                Reason.UNKNOWN_ROLLOUT, route + ": no canary has this name (expected: the name of a route with one)");
    }

    static RefusedOrderException misplaced(Order order, String route, State state, String expected) {
        return new RefusedOrderException(
                Reason.WRONG_STATE,
                order.word() + ": " + route + " is " + state.json() + " (expected: " + expected + ")");
    }

    public Reason reason() {
        return reason;
    }
}
