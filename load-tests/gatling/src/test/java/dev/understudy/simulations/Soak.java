package dev.understudy.simulations;

import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;

import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** For long, with tides: what grows and does not shrink again is a leak. */
public final class Soak extends Simulation {
    private static final Duration TIDE = Duration.ofMinutes(10);

    public Soak() {
        setUp(Scenario.requests("soak").injectOpen(tides()))
                .protocols(Scenario.protocol())
                .assertions(Scenario.limits());
    }

    private static List<OpenInjectionStep> tides() {
        List<OpenInjectionStep> steps = new ArrayList<>();
        double low = Scenario.rate() / 2;
        double high = Scenario.rate() * 1.5;
        for (Duration left = Scenario.duration(); left.toMillis() > 0; left = left.minus(TIDE)) {
            Duration half = (left.compareTo(TIDE) < 0 ? left : TIDE).dividedBy(2);
            steps.add(rampUsersPerSec(low).to(high).during(half));
            steps.add(rampUsersPerSec(high).to(low).during(half));
        }
        return steps;
    }
}
