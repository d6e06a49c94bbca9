package dev.understudy.compare;

import dev.understudy.compare.answer.Fault;
import dev.understudy.compare.metric.Classes;
import dev.understudy.compare.metric.DurationFigure;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.LegFigure;
import dev.understudy.compare.metric.LikenessFigure;
import dev.understudy.compare.metric.Metrics;
import dev.understudy.compare.metric.Observation;
import dev.understudy.compare.metric.PairScore;
import dev.understudy.compare.metric.Precision;
import dev.understudy.compare.metric.SetFigure;
import dev.understudy.compare.metric.Subject;
import dev.understudy.compare.statistics.RankedSample;
import dev.understudy.pair.Feedback;
import dev.understudy.work.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Everything gathered about one candidate on one route. */
final class Gathering {
    private final List<LegFigure> legs;
    private final List<DurationFigure> durations;
    private final List<LikenessFigure> likenesses;
    private final int[] ranks;
    private final List<SetFigure> sets;
    private final FieldFigure fields;
    private final PreferenceFigure preference = new PreferenceFigure();
    private final WorstFigure worst;
    private final FaultFigure faults = new FaultFigure();
    private final TransitionFigure transitions = new TransitionFigure();
    private final List<SliceFigure> slices;
    private final TreeMap<String, TreeMap<String, Long>> outcomes = new TreeMap<>();
    private final TreeMap<String, Long> feedback = new TreeMap<>();
    private long records;
    private long joined;
    private long candidateLegs;
    private long legacyAnswers;
    private long impossibleTimes;

    Gathering(RouteSettings settings) {
        Metrics metrics = Metrics.of(settings.reading(), settings.design());
        legs = metrics.legs();
        durations = metrics.durations();
        likenesses = metrics.likenesses();
        ranks = likenesses.stream()
                .mapToInt(figure -> LeadingLikeness.rank(figure.name()))
                .toArray();
        sets = metrics.sets();
        slices = settings.judging().slices().stream()
                .map(slice -> new SliceFigure(slice, settings.judging(), legs, likenesses))
                .toList();
        fields = new FieldFigure(settings.reading().differences());
        worst = new WorstFigure(settings.reading().differences());
    }

    void add(Observation observation) {
        records++;
        joined += observation.joined() ? 1 : 0;
        candidateLegs += observation.candidate() == null ? 0 : 1;
        Subject legacy = observation.legacy();
        legacyAnswers += legacy != null && legacy.answered() && !legacy.failed() ? 1 : 0;
        legs.forEach(figure -> figure.add(observation));
        durations.forEach(figure -> figure.add(observation));
        sets.forEach(figure -> figure.add(observation));
        double alike = Double.NaN;
        int leading = LeadingLikeness.NEVER;
        for (int i = 0; i < ranks.length; i++) {
            double value = likenesses.get(i).add(observation);
            if (!Double.isNaN(value) && ranks[i] < leading) {
                alike = value;
                leading = ranks[i];
            }
        }
        slices.forEach(slice -> slice.add(observation));
        transitions.add(observation);
        int differing = fields.add(observation);
        preference.add(observation);
        // Vectors may point away from each other, which is less alike than not at all.
        double unlike = differing > 0 ? differing / (differing + 1.0) : Math.max(0, Math.min(1, 1 - alike));
        worst.add(observation, unlike, () -> figures(observation));
        for (String pointer : observation.truth().unmatched()) {
            faults.add(observation.pair().id(), "request", Fault.POINTER_UNMATCHED, pointer);
        }
        unusableLabel(observation)
                .ifPresent(where -> faults.add(observation.pair().id(), "label", Fault.UNEXPECTED_TYPE, where));
        for (Subject subject : subjects(observation)) {
            faults.add(observation.pair().id(), subject);
            outcomes.computeIfAbsent(subject.leg().role().label(), role -> new TreeMap<>())
                    .merge(subject.leg().outcome().label(), 1L, Long::sum);
            impossibleTimes += isImpossible(subject) ? 1 : 0;
        }
        for (Feedback event : observation.events().all()) {
            feedback.merge(known(event.event()), 1L, Long::sum);
        }
    }

    void merge(Gathering other) {
        records += other.records;
        joined += other.joined;
        candidateLegs += other.candidateLegs;
        legacyAnswers += other.legacyAnswers;
        impossibleTimes += other.impossibleTimes;
        IntStream.range(0, legs.size()).forEach(i -> legs.get(i).merge(other.legs.get(i)));
        IntStream.range(0, durations.size()).forEach(i -> durations.get(i).merge(other.durations.get(i)));
        IntStream.range(0, likenesses.size()).forEach(i -> likenesses.get(i).merge(other.likenesses.get(i)));
        IntStream.range(0, sets.size()).forEach(i -> sets.get(i).merge(other.sets.get(i)));
        IntStream.range(0, slices.size()).forEach(i -> slices.get(i).merge(other.slices.get(i)));
        transitions.merge(other.transitions);
        fields.merge(other.fields);
        preference.merge(other.preference);
        worst.merge(other.worst);
        faults.merge(other.faults);
        other.outcomes.forEach((role, counts) -> counts.forEach((outcome, n) ->
                outcomes.computeIfAbsent(role, key -> new TreeMap<>()).merge(outcome, n, Long::sum)));
        other.feedback.forEach((event, n) -> feedback.merge(event, n, Long::sum));
    }

    long records() {
        return records;
    }

    /** Pairs that both models answered. */
    long joined() {
        return joined;
    }

    /** Pairs with a leg of the candidate, however it ended. */
    long candidateLegs() {
        return candidateLegs;
    }

    /** Complete responses of legacy that are no error: where something is to be found, if anywhere. */
    long legacyAnswers() {
        return legacyAnswers;
    }

    long impossibleTimes() {
        return impossibleTimes;
    }

    /** Each figure draws for itself, so that all can be computed side by side. */
    List<Estimate> estimates(Precision precision, Threads threads) throws IOException {
        List<Callable<List<Estimate>>> figures = new ArrayList<>();
        figures.add(() -> preference.estimate(precision).stream().toList());
        legs.forEach(
                figure -> figures.add(() -> figure.estimate(precision).stream().toList()));
        sets.forEach(figure -> figures.add(() -> figure.estimates(precision)));
        likenesses.forEach(
                figure -> figures.add(() -> figure.estimate(precision).stream().toList()));
        durations.forEach(figure -> figures.add(() -> figure.estimates(precision)));
        return threads.all(figures).stream().flatMap(List::stream).toList();
    }

    @Nullable
    Classes classes() {
        return sets.stream()
                .flatMap(figure -> figure.classes().stream())
                .findFirst()
                .orElse(null);
    }

    List<Report.Durations> durations(String legacy, String candidate) {
        List<Report.Durations> result = new ArrayList<>();
        for (DurationFigure figure : durations) {
            RankedSample left = figure.legacyTimes();
            RankedSample right = figure.candidateTimes();
            if (left.size() > 0 && right.size() > 0) {
                result.add(new Report.Durations(
                        figure.name(), List.of(curve("legacy", legacy, left), curve("candidate", candidate, right))));
            }
        }
        return result;
    }

    List<Report.SliceTable> slices(Precision precision, List<Estimate> totals) {
        return new SliceTables(precision, totals).tables(slices);
    }

    List<Report.Transition> transitions() {
        return transitions.result();
    }

    Report.Fields fields() {
        return fields.result();
    }

    Report.@Nullable Preference preference(Precision precision) {
        return preference.result(precision).orElse(null);
    }

    List<Report.WorstPair> worst() {
        return worst.result();
    }

    List<Report.FaultCount> faults() {
        return faults.result();
    }

    Map<String, Map<String, Long>> outcomes() {
        return new TreeMap<>(outcomes);
    }

    Map<String, Long> feedback() {
        return feedback;
    }

    /** What each metric found in the last observation, which this is. */
    private List<PairScore> figures(Observation observation) {
        List<PairScore> figures = new ArrayList<>();
        legs.forEach(figure -> figure.lastScore().ifPresent(figures::add));
        likenesses.forEach(figure -> figure.lastScore().ifPresent(figures::add));
        durations.forEach(figure -> figure.score(observation).ifPresent(figures::add));
        return figures;
    }

    private static Report.Curve curve(String role, String model, RankedSample times) {
        List<Double> quantiles = IntStream.rangeClosed(0, 100)
                .mapToObj(percent -> times.quantile(percent / 100.0))
                .toList();
        return new Report.Curve(role, model, times.size(), quantiles);
    }

    /** The first answer says what kind of label there should be. */
    private static Optional<String> unusableLabel(Observation observation) {
        return subjects(observation).stream()
                .map(Subject::answer)
                .filter(answer -> answer != null)
                .findFirst()
                .flatMap(answer -> observation.truth().unusable(answer));
    }

    private static List<Subject> subjects(Observation observation) {
        List<Subject> subjects = new ArrayList<>(3);
        addPresent(subjects, observation.legacy());
        addPresent(subjects, observation.candidate());
        addPresent(subjects, observation.noise());
        return subjects;
    }

    private static void addPresent(List<Subject> subjects, @Nullable Subject subject) {
        if (subject != null) {
            subjects.add(subject);
        }
    }

    private static boolean isImpossible(Subject subject) {
        double last = Double.NEGATIVE_INFINITY;
        var times = subject.leg().times();
        for (Double time : new @Nullable Double[] {times.sentMs(), times.firstByteMs(), times.lastByteMs()}) {
            if (time != null) {
                if (!Double.isFinite(time) || time < last) {
                    return true;
                }
                last = time;
            }
        }
        return false;
    }

    /** A team's own events are counted together: their names are as many as senders care to invent. */
    private static String known(String event) {
        return switch (event) {
            case "click", "label", "reward" -> event;
            default -> "other";
        };
    }
}
