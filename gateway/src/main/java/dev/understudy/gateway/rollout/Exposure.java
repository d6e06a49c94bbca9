package dev.understudy.gateway.rollout;

import dev.understudy.config.Percent;
import java.time.Instant;
import java.util.Optional;

/**
 * How much of a canary's units can see the candidate, and where in its steps that is.
 *
 * @param step index of the step under way, from 0; the number of steps when all are done
 * @param since when this share was reached
 * @param nextChange when time alone will change the share; empty: a person has to, or nothing follows
 */
public record Exposure(Percent percent, int step, Instant since, Optional<Instant> nextChange) {}
