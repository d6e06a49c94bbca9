package dev.understudy.simulations;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;

import io.gatling.javaapi.core.Simulation;

/** So many requests a second, whatever the answers do. */
public final class ConstantRate extends Simulation {
    public ConstantRate() {
        setUp(Scenario.requests("constant rate")
                        .injectOpen(constantUsersPerSec(Scenario.rate()).during(Scenario.duration())))
                .protocols(Scenario.protocol())
                .assertions(Scenario.limits());
    }
}
