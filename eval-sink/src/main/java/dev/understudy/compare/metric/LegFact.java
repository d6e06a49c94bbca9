package dev.understudy.compare.metric;

import dev.understudy.pair.Leg;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A number that stands in a leg's record as it is: tokens, cost, the pace of its stream. */
record LegFact(About about, ToDoubleFunction<Leg> fact) implements LegMetric {
    static final LegFact INPUT_TOKENS = new LegFact(
            new About(
                    "input_tokens",
                    "tokens",
                    Direction.NONE,
                    Purpose.INFORMATION,
                    "How many tokens a request took at a model, cached ones among them.",
                    "mean of usage.input",
                    "the model's own count, else one made here"),
            leg -> leg.tokens() == null ? Double.NaN : leg.tokens().input());

    static final LegFact OUTPUT_TOKENS = new LegFact(
            new About(
                    "output_tokens",
                    "tokens",
                    Direction.NONE,
                    Purpose.INFORMATION,
                    "How many tokens a model's answer took, reasoning among them.",
                    "mean of usage.output",
                    "the model's own count, else one made here"),
            leg -> leg.tokens() == null ? Double.NaN : leg.tokens().output());

    static final LegFact COST = new LegFact(
            new About(
                    "cost",
                    "currency",
                    Direction.LOWER,
                    Purpose.INFORMATION,
                    "What an answer cost by the model's price, in its currency.",
                    "mean of tokens times price",
                    "models.*.price"),
            leg -> leg.generation().cost() == null
                    ? Double.NaN
                    : leg.generation().cost().amount());

    static final LegFact INTER_TOKEN = new LegFact(
            new About(
                    "inter_token_ms",
                    "ms",
                    Direction.LOWER,
                    Purpose.INFORMATION,
                    "How long a stream took from one content event to the next.",
                    "mean over answers of the mean gap",
                    "the gateway's clock"),
            leg -> leg.generation().interToken() == null
                    ? Double.NaN
                    : leg.generation().interToken().mean());

    static final LegFact TOKENS_PER_SECOND = new LegFact(
            new About(
                    "tokens_per_second",
                    "tokens/s",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "How many tokens a second an answer took, from sending the request to its last byte.",
                    "mean of usage.output / seconds",
                    "the model's own count, else one made here; the gateway's clock"),
            LegFact::pace);

    static final List<LegMetric> ALL = List.of(INPUT_TOKENS, OUTPUT_TOKENS, COST, INTER_TOKEN, TOKENS_PER_SECOND);

    private static double pace(Leg leg) {
        Leg.Times times = leg.times();
        if (leg.tokens() == null || times.sentMs() == null || times.lastByteMs() == null) {
            return Double.NaN;
        }
        double seconds = (times.lastByteMs() - times.sentMs()) / 1000;
        return seconds > 0 ? leg.tokens().output() / seconds : Double.NaN;
    }

    @Override
    public boolean binary() {
        return false;
    }

    @Override
    public double value(Subject subject, Observation observation) {
        return fact.applyAsDouble(subject.leg());
    }
}
