package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.JsonDifferences;

/** The share of pairs whose extracted answers are equal: the same class, list or text, or JSON that differs in no field. */
record Agreement(JsonDifferences differences) implements LikenessMetric {
    @Override
    public String name() {
        return "agreement";
    }

    @Override
    public Purpose purpose() {
        return Purpose.LIKENESS;
    }

    @Override
    public double value(Answer legacy, Answer other) {
        if (legacy instanceof Answer.Json left && other instanceof Answer.Json right) {
            return differences.between(left.document(), right.document()).isEmpty() ? 1 : 0;
        }
        if (legacy instanceof Answer.Prediction left && other instanceof Answer.Prediction right) {
            return left.label().equals(right.label()) ? 1 : 0;
        }
        return legacy.equals(other) ? 1 : 0;
    }
}
