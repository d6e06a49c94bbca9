package dev.understudy.compare.metric;

import dev.understudy.compare.answer.JsonDifferences;
import java.util.List;
import java.util.stream.Stream;

/** Every metric there is, in the order of a report. */
public final class Metrics {
    private static final List<LegMetric> OF_LEGS = List.of(
            new ErrorRate(),
            new TimeoutRate(),
            new Accuracy(),
            new ClickRate(),
            new Reward(),
            new OutputLength(),
            new InputTokens(),
            new OutputTokens(),
            new Cost(),
            new InterToken());

    private static final List<DurationMetric> OF_TIMES = List.of(new Latency(), new FirstByte(), new FirstToken());

    private static final List<LikenessMetric> OF_TWO_ANSWERS =
            List.of(new OverlapAt10(), new RankCorrelation(), new TokenF1Unicode(), new TokenF1(), new RougeL());

    private Metrics() {}

    public static List<LegFigure> legFigures(Design design) {
        return OF_LEGS.stream().map(metric -> new LegFigure(metric, design)).toList();
    }

    public static List<DurationFigure> durationFigures(Design design) {
        return OF_TIMES.stream()
                .map(metric -> new DurationFigure(metric, design))
                .toList();
    }

    /** The first is {@code agreement}. */
    public static List<LikenessFigure> likenessFigures(JsonDifferences differences) {
        return Stream.concat(Stream.of(new Agreement(differences)), OF_TWO_ANSWERS.stream())
                .map(LikenessFigure::new)
                .toList();
    }
}
