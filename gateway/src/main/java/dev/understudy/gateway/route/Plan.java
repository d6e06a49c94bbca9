package dev.understudy.gateway.route;

import dev.understudy.config.Experiment;
import dev.understudy.config.Fallback;
import dev.understudy.pair.Leg.Role;
import java.util.List;

/** What is to be done with one request: ask one model, ask copies beside it, or mix two. */
public sealed interface Plan {

    /** The model chosen, before health or load were looked at. */
    String assigned();

    /** The probability with which it was chosen. */
    double propensity();

    /** One model answers. */
    record Single(String assigned, Role role, double propensity, Fallback fallback) implements Plan {}

    /** One model answers, and copies go elsewhere; their answers are only recorded. */
    record Mirror(Single primary, List<Copy> copies) implements Plan {
        public Mirror {
            copies = List.copyOf(copies);
        }

        @Override
        public String assigned() {
            return primary.assigned();
        }

        @Override
        public double propensity() {
            return primary.propensity();
        }
    }

    /** Both are asked, and their lists become one answer. */
    record Merge(Experiment.Interleave interleave, double propensity) implements Plan {
        @Override
        public String assigned() {
            return interleave.legacy();
        }
    }

    /** One copy of a mirrored request. */
    record Copy(Role role, String model) {}
}
