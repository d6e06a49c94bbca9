package dev.understudy.compare.metric;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A positive number of a leg as its logarithm, so that a difference is a ratio: {@code exp(delta)} is the candidate's
 * geometric mean as a multiple of legacy's, and the ends of the interval likewise. Within pairs it is how many times as much
 * the same request took, which a few large ones do not decide.
 *
 * @param of what is not above 0 has no logarithm and is left out
 */
record LogRatio(About about, ToDoubleFunction<Subject> of) implements LegMetric {
    static final List<LegMetric> ALL = List.of(
            time(new Latency(), "latency_log_ratio", "How many times as long a whole answer took"),
            time(new FirstByte(), "first_byte_log_ratio", "How many times as long the first byte took"),
            time(new FirstToken(), "first_token_log_ratio", "How many times as long the first content took"),
            new LogRatio(
                    about(
                            "output_tokens_log_ratio",
                            LegFact.OUTPUT_TOKENS,
                            Metric.Direction.NONE,
                            "How many times as many tokens an answer took"),
                    subject -> LegFact.OUTPUT_TOKENS.fact().applyAsDouble(subject.leg())),
            new LogRatio(
                    about(
                            "cost_log_ratio",
                            LegFact.COST,
                            Metric.Direction.LOWER,
                            "How many times as much an answer cost"),
                    subject -> LegFact.COST.fact().applyAsDouble(subject.leg())));

    private static LogRatio time(DurationMetric metric, String name, String means) {
        return new LogRatio(about(name, metric, Metric.Direction.LOWER, means), metric::millis);
    }

    private static About about(String name, Metric of, Metric.Direction better, String means) {
        return new About(
                        name,
                        "ln",
                        better,
                        Metric.Purpose.INFORMATION,
                        means + ", as a logarithm; 0 is as much.",
                        "mean of ln(candidate's) - mean of ln(legacy's); its exponential is the ratio of geometric means",
                        "the log-normal model of times")
                .inFamily(of.name());
    }

    @Override
    public boolean binary() {
        return false;
    }

    @Override
    public boolean isSliced() {
        return true;
    }

    @Override
    public double value(Subject subject, Observation observation) {
        double number = of.applyAsDouble(subject);
        return number > 0 ? Math.log(number) : Double.NaN;
    }
}
