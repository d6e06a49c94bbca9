package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The figures of whole sets of estimated numbers. */
record NumberFamily(List<NumberMetric> all) implements SetFamily<NumberRow> {
    static NumberFamily of(int features) {
        List<NumberMetric> all = new ArrayList<>(NumberMetric.ALL);
        all.add(NumberMetric.adjustedR2(features));
        return new NumberFamily(List.copyOf(all));
    }

    @Override
    public @Nullable NumberRow row(Subject subject, Observation observation) {
        if (!(subject.answer() instanceof Answer.Quantity number)) {
            return null;
        }
        double right = observation.truth().number();
        return Double.isNaN(right) ? null : new NumberRow(right, number.value());
    }

    @Override
    public List<About> metrics() {
        return all.stream().map(Metric::about).toList();
    }

    @Override
    public Both prepare(List<NumberRow> legacy, List<NumberRow> candidate) {
        return new Both(scores(legacy), scores(candidate));
    }

    private Scores scores(List<NumberRow> rows) {
        return weights -> {
            NumberTally tally = NumberTally.of(rows, weights);
            return all.stream()
                    .mapToDouble(metric -> metric.of().applyAsDouble(tally))
                    .toArray();
        };
    }
}
