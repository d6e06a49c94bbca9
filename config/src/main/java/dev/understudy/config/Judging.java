package dev.understudy.config;

import java.util.List;
import java.util.Optional;

/**
 * By what rules a route's verdict is given.
 *
 * @param primaries empty: what the data itself says of quality, no worse within the default margins
 * @param guardrails empty: errors, timeouts and latency within the default margins
 * @param plannedPairs the sample size at which always-valid intervals are tightest (N*)
 * @param alpha how often an interval may miss, over all looks
 */
public record Judging(
        List<Primary> primaries, Optional<Guardrails> guardrails, List<Slice> slices, int plannedPairs, double alpha) {
    public static final Judging DEFAULT = new Judging(List.of(), Optional.empty(), List.of(), 1000, 0.05);

    public Judging {
        primaries = List.copyOf(primaries);
        slices = List.copyOf(slices);
    }
}
