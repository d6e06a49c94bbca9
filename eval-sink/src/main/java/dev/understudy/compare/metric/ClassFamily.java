package dev.understudy.compare.metric;

import dev.understudy.compare.answer.TruthPlaces;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The figures of whole sets of classified requests. */
record ClassFamily(List<ClassMetric> all, TruthPlaces truth) implements SetFamily<ClassRow> {
    static final List<ClassMetric> ALL = List.of(
            new BalancedAccuracy(),
            new ClassPrecision(),
            new Recall(),
            new Specificity(),
            new F1(),
            new Mcc(),
            new Kappa(),
            new RocAuc(),
            new RocAucOneVersusRest(),
            new AveragePrecision(),
            new CalibrationError(),
            new TopCalibrationError());

    @Override
    public @Nullable ClassRow row(Subject subject, Observation observation) {
        return ClassRow.of(subject, observation);
    }

    @Override
    public List<About> metrics() {
        return all.stream().map(Metric::about).toList();
    }

    @Override
    public Both prepare(List<ClassRow> legacy, List<ClassRow> candidate) {
        List<String> classes = named(legacy, candidate);
        int positive = positive(classes);
        return new Both(
                scores(ClassSet.of(legacy, classes, positive)), scores(ClassSet.of(candidate, classes, positive)));
    }

    @Override
    public Optional<Classes> classes(List<ClassRow> legacy, List<ClassRow> candidate) {
        List<String> classes = named(legacy, candidate);
        int positive = positive(classes);
        return classes.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Classes.of(ClassSet.of(legacy, classes, positive), ClassSet.of(candidate, classes, positive)));
    }

    private Scores scores(ClassSet set) {
        return weights -> {
            ClassTally tally = new ClassTally(set, weights);
            double[] figures = new double[all.size()];
            for (int m = 0; m < figures.length; m++) {
                figures[m] = all.get(m).of(tally);
            }
            return figures;
        };
    }

    /** Those that rows name; where that is only one that is not looked for, with the other, which has not come yet. */
    private List<String> named(List<ClassRow> legacy, List<ClassRow> candidate) {
        List<String> seen = ClassSet.classes(legacy, candidate);
        return seen.size() == 1 && truth.positive(seen.get(0)) == 0
                ? List.of(seen.get(0), truth.positiveBeside(seen.get(0)))
                : seen;
    }

    private int positive(List<String> classes) {
        for (int k = 0; k < classes.size(); k++) {
            if (truth.positive(classes.get(k)) == 1) {
                return k;
            }
        }
        return classes.size() - 1;
    }
}
