package dev.understudy.gateway.proxy;

/** Why a client's connection is closed before anything was read from it. */
enum Refusal {
    CONNECTIONS("connections"),
    CONNECTIONS_PER_CLIENT("connectionsPerClient"),
    DRAINING("draining");

    private final String cause;

    Refusal(String cause) {
        this.cause = cause;
    }

    /** How metrics name it: the limit, as the configuration spells it. */
    String cause() {
        return cause;
    }
}
