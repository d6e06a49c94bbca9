package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.JsonDifferences;

/** The share of pairs whose extracted answers are equal: the same class, list or text, or JSON that differs in no field. */
record Agreement(JsonDifferences differences) implements LikenessMetric {
    private static final About ABOUT = new About(
            "agreement",
            "share",
            Direction.HIGHER,
            Purpose.LIKENESS,
            "The share of pairs whose answers are equal: the same class, number, list or text, or JSON that differs in no"
                    + " field.",
            "equal / pairs; numbers within compare.tolerance, JSON but for compare.ignore",
            "equality");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double value(TwoAnswers answers) {
        // Groups have no names that two models share: cluster_agreement says how alike they are.
        return answers.legacy() instanceof Answer.Cluster
                ? Double.NaN
                : isEqual(answers.legacy(), answers.other()) ? 1 : 0;
    }

    private boolean isEqual(Answer legacy, Answer other) {
        if (legacy instanceof Answer.Json left && other instanceof Answer.Json right) {
            return differences.between(left.document(), right.document()).isEmpty();
        }
        if (legacy instanceof Answer.Prediction left && other instanceof Answer.Prediction right) {
            return left.name().equals(right.name());
        }
        if (legacy instanceof Answer.Text left && other instanceof Answer.Text right) {
            return left.says(right);
        }
        if (legacy instanceof Answer.Quantity left && other instanceof Answer.Quantity right) {
            return differences.same(left.value(), right.value());
        }
        return legacy.equals(other);
    }
}
