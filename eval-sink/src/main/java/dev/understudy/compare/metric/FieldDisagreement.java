package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.JsonDifferences;
import dev.understudy.compare.answer.JsonDifferences.Kind;
import dev.understudy.config.Compare.Profile;
import java.util.List;

/** Whether a JSON answer lacks a field that the other has. */
record FieldDisagreement(About about, JsonDifferences differences, Kind kind) implements LikenessMetric {
    static final About MISSING = new About(
            "missing_fields",
            "share",
            Direction.LOWER,
            Purpose.INFORMATION,
            "The share of pairs whose other answer lacks a field, or an element, that legacy's has.",
            "pairs with a missing field / pairs",
            "a walk through both documents",
            Profile.JSON);

    static final About EXTRA = new About(
            "extra_fields",
            "share",
            Direction.LOWER,
            Purpose.INFORMATION,
            "The share of pairs whose other answer has a field, or an element, that legacy's lacks.",
            "pairs with an extra field / pairs",
            "a walk through both documents",
            Profile.JSON);

    static List<LikenessMetric> all(JsonDifferences differences) {
        return List.of(
                new FieldDisagreement(MISSING, differences, Kind.MISSING),
                new FieldDisagreement(EXTRA, differences, Kind.EXTRA));
    }

    @Override
    public double value(TwoAnswers answers) {
        return answers.legacy() instanceof Answer.Json left && answers.other() instanceof Answer.Json right
                ? differences.differences(left.document(), right.document()).values().stream()
                                .anyMatch(difference -> difference.kind() == kind)
                        ? 1
                        : 0
                : Double.NaN;
    }
}
