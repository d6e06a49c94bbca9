package dev.understudy.compare.metric;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.understudy.compare.answer.JsonDifferences;
import dev.understudy.config.Compare.Format;
import dev.understudy.config.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every metric there is, in the order of a report; and those that apply to one route. */
public final class Metrics {
    private static final List<LegMetric> OF_LEGS = Stream.of(
                    List.of(new ErrorRate(), new TimeoutRate()),
                    List.of(new Accuracy(), new Brier(), new BrierMulti(), new LogLoss(), new PositiveRate()),
                    List.of(new AbsoluteError(), new SquaredError(), new PercentageError()),
                    List.of(
                            new Ndcg(),
                            new ReciprocalRank(),
                            new RankedPrecision(),
                            new PrecisionAtK(),
                            new RecallAtK(),
                            new ClickRate(),
                            new Reward()),
                    AgainstReference.ALL,
                    PassAtK.ALL,
                    List.of(new BoxF1(), MaskOverlap.IOU, MaskOverlap.DICE),
                    List.of(new ContextPrecision(), new ContextRecall(), new ContextOverlap()),
                    List.of(new EmptyAnswer(), new TruncatedAnswer(), GivenAway.PERSONAL_DATA, GivenAway.SECRETS),
                    List.of(new OutputChars(), new Perplexity(), new NoiseDistance()),
                    LegFact.ALL,
                    LogRatio.ALL)
            .<LegMetric>flatMap(List::stream)
            .toList();
    private static final List<DurationMetric> OF_TIMES = List.of(new Latency(), new FirstByte(), new FirstToken());
    private static final List<LikenessMetric> OF_TWO_ANSWERS = Stream.of(
                    List.of(new StatusMismatch(), new OverlapAt10(), new RankCorrelation()),
                    TextSimilarity.ALL,
                    List.of(new BoxAgreement(), new MaskAgreement()),
                    List.of(new EmbeddingCosine(), new PredictionDistance(), new LanguageChanged(), new LengthRatio()),
                    Disagreement.ALL)
            .<LikenessMetric>flatMap(List::stream)
            .toList();
    private static final List<Metric> OWN = OwnMetrics.load(
            Metrics.class.getClassLoader(), ours().map(About::name).collect(Collectors.toUnmodifiableSet()));

    private final Reading reading;
    private final Design design;

    private Metrics(Reading reading, Design design) {
        this.reading = reading;
        this.design = design;
    }

    /** Those that apply to what is read this way. */
    public static Metrics of(Reading reading, Design design) {
        return new Metrics(reading, design);
    }

    /** What all of them mean, those of the class path at the end. */
    public static List<About> all() {
        return Stream.concat(ours(), OWN.stream().map(Metric::about)).toList();
    }

    public List<LegFigure> legs() {
        return legMetrics().map(metric -> new LegFigure(metric, design)).toList();
    }

    public List<DurationFigure> durations() {
        return OF_TIMES.stream()
                .map(metric -> new DurationFigure(metric, design))
                .toList();
    }

    /** The first is {@code agreement}. */
    public List<LikenessFigure> likenesses() {
        return likenessMetrics().map(LikenessFigure::new).toList();
    }

    /** Those of all pairs together. */
    public List<SetFigure> sets() {
        List<SetFigure> figures = new ArrayList<>();
        families(reading)
                .filter(family -> family.metrics().stream().anyMatch(about -> about.isFor(reading.profiles())))
                .forEach(family -> figures.add(new SampledFigure<>(family, design)));
        figures.add(new Drift(Drift.Of.REQUESTS));
        figures.add(new Drift(Drift.Of.ANSWERS));
        return figures;
    }

    private Stream<LegMetric> legMetrics() {
        return Stream.of(
                        OF_LEGS.stream(),
                        ofFormat(reading.format()).stream(),
                        OWN.stream().filter(LegMetric.class::isInstance).map(LegMetric.class::cast))
                .<LegMetric>flatMap(metrics -> metrics)
                .filter(this::applies);
    }

    private Stream<LikenessMetric> likenessMetrics() {
        return Stream.of(
                        Stream.of(new Agreement(reading.differences())),
                        OF_TWO_ANSWERS.stream(),
                        FieldDisagreement.all(reading.differences()).stream(),
                        OWN.stream().filter(LikenessMetric.class::isInstance).map(LikenessMetric.class::cast))
                .<LikenessMetric>flatMap(metrics -> metrics)
                .filter(this::applies);
    }

    private boolean applies(Metric metric) {
        return metric.about().isFor(reading.profiles());
    }

    private static Stream<SetFamily<?>> families(Reading reading) {
        return Stream.of(
                new ClassFamily(ClassFamily.ALL, reading.truth()),
                NumberFamily.of(reading.features()),
                new ClusterFamily(),
                new RandFamily(),
                new DetectionFamily(),
                new SegmentationFamily(),
                new SurvivalFamily(reading.truth().horizon()),
                new RiskFamily(),
                BleuFamily.OF_REFERENCE,
                BleuFamily.OF_LEGACY);
    }

    private static List<LegMetric> ofFormat(Format format) {
        List<LegMetric> metrics = new ArrayList<>();
        metrics.add(Refusal.of(format.refusals()));
        metrics.add(new ValidJson(
                format.schema().isPresent() || !format.requiredKeys().isEmpty()));
        format.schema().ifPresent(schema -> metrics.add(new ValidSchema(schema(schema))));
        format.pattern().ifPresent(pattern -> metrics.add(new PatternFound(Pattern.compile(pattern))));
        if (!format.requiredKeys().isEmpty()) {
            metrics.add(new RequiredKeys(format.requiredKeys()));
        }
        return metrics;
    }

    private static Schema schema(String json) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(json);
    }

    private static Stream<About> ours() {
        Format everything = new Format(Optional.of("{}"), Optional.of(""), List.of(new Pointer("")), List.of());
        return Stream.of(
                        OF_LEGS.stream().map(Metric::about),
                        ofFormat(everything).stream().map(Metric::about),
                        families(Reading.byLook()).flatMap(family -> family.metrics().stream()),
                        Stream.of(new Agreement(JsonDifferences.STRICT).about()),
                        OF_TWO_ANSWERS.stream().map(Metric::about),
                        Stream.of(FieldDisagreement.MISSING, FieldDisagreement.EXTRA),
                        Drift.ALL.stream(),
                        OF_TIMES.stream().map(Metric::about))
                .flatMap(abouts -> abouts);
    }
}
