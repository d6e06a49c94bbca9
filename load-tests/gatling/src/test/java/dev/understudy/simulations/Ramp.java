package dev.understudy.simulations;

import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;

import io.gatling.javaapi.core.Simulation;

/** More and more requests a second, to see where it bends. */
public final class Ramp extends Simulation {
    public Ramp() {
        setUp(Scenario.requests("ramp")
                        .injectOpen(rampUsersPerSec(Scenario.from())
                                .to(Scenario.rate())
                                .during(Scenario.duration())))
                .protocols(Scenario.protocol())
                .assertions(Scenario.limits());
    }
}
