package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether two models put the same ones first, whatever numbers they give them. */
record RiskFamily() implements SetFamily<RiskFamily.TwoRisks> {
    private static final List<About> METRICS = List.of(new About(
            "risk_agreement",
            "share",
            Metric.Direction.HIGHER,
            Metric.Purpose.LIKENESS,
            "How often two models agree which of two requests has the higher risk; 0.5 is chance.",
            "pairs in the same order / pairs that legacy tells apart; ties of the other are half right",
            "c_index with legacy's order as what came true",
            Profile.SURVIVAL));

    /** What the two say of one. */
    record TwoRisks(double legacy, double other) {}

    @Override
    public List<About> metrics() {
        return METRICS;
    }

    @Override
    public boolean isLikeness() {
        return true;
    }

    @Override
    public @Nullable TwoRisks row(Subject subject, Observation observation) {
        Subject legacy = observation.legacy();
        return legacy != null
                        && legacy.answer() instanceof Answer.Risk one
                        && subject.answer() instanceof Answer.Risk other
                ? new TwoRisks(one.value(), other.value())
                : null;
    }

    @Override
    public Both prepare(List<TwoRisks> legacy, List<TwoRisks> candidate) {
        return new Both(weights -> new double[] {Double.NaN}, scores(candidate));
    }

    private static Scores scores(List<TwoRisks> rows) {
        boolean[] events = new boolean[rows.size()];
        Arrays.fill(events, true);
        Concordance order = new Concordance(
                rows.stream().mapToDouble(row -> -row.legacy()).toArray(),
                events,
                rows.stream().mapToDouble(TwoRisks::other).toArray());
        return weights -> new double[] {order.of(weights)};
    }
}
