package dev.understudy.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a route does with its requests: one of the four strategies, or nothing but a model. */
public sealed interface Experiment {

    /** The model that serves today. */
    String legacy();

    /** The models that want its place, in the order of the file. */
    List<String> candidates();

    /** As the record's {@code strategy} writes it. */
    String strategy();

    /** {@code model: name}: no experiment. */
    record Plain(String model) implements Experiment {
        @Override
        public String legacy() {
            return model;
        }

        @Override
        public List<String> candidates() {
            return List.of();
        }

        @Override
        public String strategy() {
            return "none";
        }
    }

    /**
     * Each unit goes to an arm at random by weight.
     *
     * @param arms at least two; the first is legacy; weights add up to 100
     * @param salt defaults to the route's name
     */
    record Ab(UnitKind unit, String salt, List<Arm> arms, Fallback fallback) implements Experiment {
        public Ab {
            arms = List.copyOf(arms);
        }

        @Override
        public String legacy() {
            return arms.get(0).model();
        }

        @Override
        public List<String> candidates() {
            return arms.stream().skip(1).map(Arm::model).toList();
        }

        @Override
        public String strategy() {
            return "ab";
        }
    }

    /** @param weight out of 100 */
    record Arm(String model, Percent weight) {}

    /**
     * A stable, growing subset of units goes to the candidate. Who has no key stays with legacy.
     *
     * @param assignBy {@link UnitKind#USER} or {@link UnitKind#CONVERSATION}
     * @param salt defaults to the route's name
     * @param steps taken in order; before the first {@code setPercent} the share is 0
     */
    record Canary(String legacy, String candidate, UnitKind assignBy, String salt, List<Step> steps, Fallback fallback)
            implements Experiment {
        public Canary {
            steps = List.copyOf(steps);
        }

        @Override
        public List<String> candidates() {
            return List.of(candidate);
        }

        @Override
        public String strategy() {
            return "canary";
        }
    }

    /** One step of a rollout. */
    sealed interface Step {
        record SetPercent(Percent percent) implements Step {}

        /** @param duration empty waits for a person */
        record Pause(Optional<Duration> duration) implements Step {}
    }

    /**
     * Both models are asked at once and their lists are mixed into one answer.
     *
     * @param percent the share of units whose answer is mixed; the others get legacy's
     * @param unit defaults to {@link UnitKind#REQUEST}
     * @param items where the list stands in both answers
     * @param itemId where an item's id stands within the item; empty: the items have none, and stand side by side
     * @param waitFor how long legacy's complete answer waits for the candidate's
     * @param maxBody largest answer that is mixed; a larger one leaves legacy's own
     */
    record Interleave(
            String legacy,
            String candidate,
            Percent percent,
            UnitKind unit,
            String salt,
            Method method,
            Pointer items,
            Optional<Pointer> itemId,
            Duration waitFor,
            int maxBody)
            implements Experiment {
        @Override
        public List<String> candidates() {
            return List.of(candidate);
        }

        @Override
        public String strategy() {
            return "interleave";
        }
    }

    /** How two lists become one. */
    enum Method {
        TEAM_DRAFT("teamDraft"),
        BALANCED("balanced"),
        PROBABILISTIC("probabilistic");

        private final String yaml;

        Method(String yaml) {
            this.yaml = yaml;
        }

        /** As the file and the record write it. */
        public String yaml() {
            return yaml;
        }
    }

    /**
     * Legacy answers; copies go to the candidates, and to legacy once more.
     *
     * @param noise the share of requests whose copy also goes to legacy
     */
    record Shadow(String legacy, List<Target> targets, Percent noise, ShadowLimits limits) implements Experiment {
        public Shadow {
            targets = List.copyOf(targets);
        }

        @Override
        public List<String> candidates() {
            return targets.stream().map(Target::model).toList();
        }

        @Override
        public String strategy() {
            return "shadow";
        }
    }

    /** @param percent the share of requests whose copy goes to this model */
    record Target(String model, Percent percent) {}
}
