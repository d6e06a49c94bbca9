package dev.understudy.config;

import java.util.Optional;

/**
 * Which requests, and what is done with them.
 *
 * @param shadow beside {@code ab} and {@code canary}: the arm that did not serve is asked as well
 * @param record empty when nothing is recorded: a route with no experiment that does not ask for it
 * @param reveal whether a response says which model answered, in {@code x-understudy-model}
 */
public record Route(
        String name,
        Match match,
        Experiment experiment,
        Optional<ShadowBeside> shadow,
        Optional<Recording> record,
        Optional<Compare> compare,
        boolean reveal) {

    /** What its copies may take, whether they are the experiment or stand beside it. */
    public ShadowLimits shadowLimits() {
        return experiment instanceof Experiment.Shadow copies
                ? copies.limits()
                : shadow.map(ShadowBeside::limits).orElse(ShadowLimits.DEFAULT);
    }
}
