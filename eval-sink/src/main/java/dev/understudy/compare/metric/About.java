package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;
import java.util.Set;

/**
 * What one needs to know to read a figure.
 *
 * @param name in snake_case; the same in guardrails, reports and Prometheus
 * @param unit of the figure: {@code share}, {@code ms}, {@code characters}, …; empty for a bare number
 * @param means one sentence for somebody who has never seen it
 * @param formula how it is computed
 * @param source whose definition that is
 * @param profiles of the routes that it is computed for; empty for all
 * @param family what all figures of one fact have in common, so that one difference is told once; by itself its name
 */
public record About(
        String name,
        String unit,
        Metric.Direction better,
        Metric.Purpose purpose,
        String means,
        String formula,
        String source,
        Set<Profile> profiles,
        String family) {
    public About {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name: empty (expected: a name in snake_case)");
        }
        profiles = Set.copyOf(profiles);
    }

    /** Of a fact that no other figure is about. */
    public About(
            String name,
            String unit,
            Metric.Direction better,
            Metric.Purpose purpose,
            String means,
            String formula,
            String source,
            Set<Profile> profiles) {
        this(name, unit, better, purpose, means, formula, source, profiles, name);
    }

    /** With the profiles one by one. */
    public About(
            String name,
            String unit,
            Metric.Direction better,
            Metric.Purpose purpose,
            String means,
            String formula,
            String source,
            Profile... profiles) {
        this(name, unit, better, purpose, means, formula, source, Set.of(profiles));
    }

    /** The same, one of several that are about one fact. */
    public About inFamily(String fact) {
        return new About(name, unit, better, purpose, means, formula, source, profiles, fact);
    }

    boolean isFor(Set<Profile> wanted) {
        return profiles.isEmpty() || wanted.stream().anyMatch(profiles::contains);
    }
}
