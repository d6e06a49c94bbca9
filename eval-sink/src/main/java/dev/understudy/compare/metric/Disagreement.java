package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Which way two answers differ: who was stricter, what was missing, what was extra. */
record Disagreement(About about, ToDoubleFunction<TwoAnswers> measure) implements LikenessMetric {
    static final Disagreement HIGHER = new Disagreement(
            new About(
                    "prediction_higher",
                    "share",
                    Direction.NONE,
                    Purpose.INFORMATION,
                    "The share of pairs whose other number is above legacy's.",
                    "candidate > legacy / pairs",
                    "numbers",
                    Profile.REGRESSION),
            answers -> numbers(answers) > 0 ? 1 : numbers(answers) <= 0 ? 0 : Double.NaN);

    static final Disagreement LOWER = new Disagreement(
            new About(
                    "prediction_lower",
                    "share",
                    Direction.NONE,
                    Purpose.INFORMATION,
                    "The share of pairs whose other number is below legacy's.",
                    "candidate < legacy / pairs",
                    "numbers",
                    Profile.REGRESSION),
            answers -> numbers(answers) < 0 ? 1 : numbers(answers) >= 0 ? 0 : Double.NaN);

    static final Disagreement MISSING_ITEMS = new Disagreement(
            new About(
                    "missing_items",
                    "share",
                    Direction.LOWER,
                    Purpose.INFORMATION,
                    "The share of legacy's items that the other list lacks.",
                    "|legacy without other| / |legacy|",
                    "set difference of the whole lists",
                    Profile.RANKING),
            answers -> missing(answers.legacy(), answers.other()));

    static final Disagreement EXTRA_ITEMS = new Disagreement(
            new About(
                    "extra_items",
                    "share",
                    Direction.LOWER,
                    Purpose.INFORMATION,
                    "The share of the other list's items that legacy's lacks.",
                    "|other without legacy| / |other|",
                    "set difference of the whole lists",
                    Profile.RANKING),
            answers -> missing(answers.other(), answers.legacy()));

    static final Disagreement MISSING_BOXES = new Disagreement(
            new About(
                    "missing_boxes",
                    "share",
                    Direction.LOWER,
                    Purpose.INFORMATION,
                    "The share of legacy's boxes that the other answer has no like of.",
                    "boxes with a score of 0.5 or more without a partner (IoU of 0.5 or more, same label) / boxes",
                    "greedy matching as COCO's",
                    Profile.DETECTION),
            answers -> BoxMatching.unmatched(answers.legacy(), answers.other()));

    static final Disagreement EXTRA_BOXES = new Disagreement(
            new About(
                    "extra_boxes",
                    "share",
                    Direction.LOWER,
                    Purpose.INFORMATION,
                    "The share of the other answer's boxes that legacy has no like of.",
                    "the same the other way round",
                    "greedy matching as COCO's",
                    Profile.DETECTION),
            answers -> BoxMatching.unmatched(answers.other(), answers.legacy()));

    static final List<LikenessMetric> ALL =
            List.of(HIGHER, LOWER, MISSING_ITEMS, EXTRA_ITEMS, MISSING_BOXES, EXTRA_BOXES);

    @Override
    public double value(TwoAnswers answers) {
        return measure.applyAsDouble(answers);
    }

    private static double numbers(TwoAnswers answers) {
        return answers.legacy() instanceof Answer.Quantity left && answers.other() instanceof Answer.Quantity right
                ? right.value() - left.value()
                : Double.NaN;
    }

    private static double missing(Answer of, Answer in) {
        if (!(of instanceof Answer.Ranking all)
                || !(in instanceof Answer.Ranking there)
                || all.ids().isEmpty()) {
            return Double.NaN;
        }
        Set<String> known = new HashSet<>(there.ids());
        long missing = all.ids().stream().filter(id -> !known.contains(id)).count();
        return (double) missing / all.ids().size();
    }
}
