package dev.understudy.compare;

import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Precision;
import dev.understudy.compare.statistics.ConfidenceSequence;
import dev.understudy.compare.statistics.QuantileBootstrap;
import dev.understudy.config.Config;
import dev.understudy.config.Judging;
import dev.understudy.judge.Findings;
import dev.understudy.judge.Remarks;
import dev.understudy.pair.Feedback;
import dev.understudy.work.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a source with several threads and makes the report of it. */
record Comparer(VerdictRules rules, Filter filter, int threads, long seed) {

    Report compare(PairSource source, Optional<Config> override) throws IOException {
        FutureTask<Map<Path, Report.LoggedFile>> sealed = new FutureTask<>(source::sealedFiles);
        Thread beside = new Thread(sealed, "file-hashing");
        beside.setDaemon(true);
        beside.start();
        try {
            return compare(source, override, sealed);
        } finally {
            sealed.cancel(true);
        }
    }

    /** @param sealed what is being found out about them meanwhile */
    private Report compare(PairSource source, Optional<Config> override, Future<Map<Path, Report.LoggedFile>> sealed)
            throws IOException {
        Map<String, Config> revisions = source.revisions();
        Discovery discovery = new Discovery(filter);
        source.pulses(discovery::add);
        // Where pulses say which revisions and arms there were, pairs need not be read twice.
        boolean isEnough = !discovery.revisions().isEmpty();
        if (!isEnough) {
            discoverPairs(source, discovery);
        }
        Gathered gathered = gather(source, Settings.of(override, revisions, discovery));
        if (isEnough && gathered.tallies().hasMetStrangers()) {
            discoverPairs(source, discovery);
            gathered = gather(source, Settings.of(override, revisions, discovery));
        }
        List<Report.LoggedFile> files = source.files(Threads.result(sealed));
        source.pulses(gathered.tallies()::add);
        return report(gathered.tallies(), gathered.reading(), files, source);
    }

    private void discoverPairs(PairSource source, Discovery into) throws IOException {
        List<Discovery> parts = parts(() -> new Discovery(filter));
        source.read(parts);
        parts.forEach(into::merge);
    }

    /** All pairs, and what reading them came across. */
    private record Gathered(Tallies tallies, PairSource.Reading reading) {}

    private Gathered gather(PairSource source, Settings settings) throws IOException {
        Function<String, List<Feedback>> feedback = source.feedback();
        List<Tallies> parts = parts(() -> new Tallies(settings, filter, feedback));
        PairSource.Reading reading = source.read(parts);
        Tallies all = parts.get(0);
        parts.stream().skip(1).forEach(all::merge);
        return new Gathered(all, reading);
    }

    private Report report(Tallies all, PairSource.Reading reading, List<Report.LoggedFile> files, PairSource source)
            throws IOException {
        List<Report.Comparison> comparisons = new ArrayList<>();
        long impossibleTimes = 0;
        for (RouteTally route : all.routes()) {
            for (Map.Entry<String, Gathering> candidate : route.candidates().entrySet()) {
                Findings findings = source.findings(
                        route.settings().route(),
                        candidate.getKey(),
                        route.candidates().size());
                List<Report.WorstPair> worst = candidate.getValue().worst();
                Remarks remarks = source.remarks(
                        route.settings().route(),
                        candidate.getKey(),
                        route.candidates().size(),
                        worst.stream().map(Report.WorstPair::id).collect(Collectors.toUnmodifiableSet()));
                comparisons.add(comparison(
                        route,
                        candidate.getKey(),
                        candidate.getValue(),
                        findings,
                        worst.stream()
                                .map(pair -> pair.with(remarks.about(pair.id())))
                                .toList()));
            }
            impossibleTimes += route.candidates().values().stream()
                    .mapToLong(Gathering::impossibleTimes)
                    .max()
                    .orElse(0);
        }
        Verdict verdict = Verdict.gravest(
                comparisons.stream().map(Report.Comparison::verdict).toList());
        return new Report(
                verdict,
                reasons(comparisons, filter),
                comparisons,
                all.provenance(reading, files, impossibleTimes, seed, rules));
    }

    private static List<String> reasons(List<Report.Comparison> comparisons, Filter filter) {
        if (comparisons.isEmpty()) {
            return List.of("There is nothing to compare: no route with an experiment is "
                    + filter.route().map(route -> "called " + route).orElse("in the data") + ".");
        }
        return comparisons.stream()
                .sorted(Comparator.comparing(Report.Comparison::verdict).reversed())
                .map(comparison -> comparison.route() + " (" + comparison.candidate() + "): "
                        + comparison.verdict().label()
                        + comparison.reasons().stream()
                                .findFirst()
                                .map(reason -> ". " + reason)
                                .orElse("."))
                .toList();
    }

    private Report.Comparison comparison(
            RouteTally route, String candidate, Gathering gathering, Findings findings, List<Report.WorstPair> worst)
            throws IOException {
        RouteSettings settings = route.settings();
        Judging judging = settings.judging();
        VerdictRules applied = rules.with(judging);
        Precision precision = precision(applied);
        MetricJudge metricJudge = new MetricJudge(applied, judging);
        Report.Preference preference = gathering.preference(precision);
        double clickedShare = preference == null || preference.sessions() == 0
                ? 1
                : (double) (preference.sessions() - preference.silent()) / preference.sessions();
        OpinionFigures opinions = OpinionFigures.of(findings, precision);
        List<Estimate> estimates = new ArrayList<>(gathering.estimates(precision, new Threads(threads)));
        estimates.addAll(opinions.estimates());
        List<Report.MetricResult> usual = metricJudge.judgeAll(estimates, clickedShare);
        List<Report.Check> checks =
                new DeclaredJudge(applied, judging, metricJudge, opinions.refusals()).checks(estimates);
        List<Report.MetricResult> results = Judge.withChecks(usual, checks);
        Report.Coverage coverage = route.coverage(gathering);
        Report.Split split = route.split(rules);
        List<Report.SliceTable> slices = gathering.slices(precision, estimates);
        Judge.Judgement judgement = new Judge(applied, metricJudge)
                .judge(new Judge.Evidence(
                        settings,
                        candidate,
                        route.records(),
                        gathering.joined(),
                        gathering.candidateLegs(),
                        gathering.legacyAnswers(),
                        coverage,
                        split,
                        slices,
                        usual,
                        checks));
        return new Report.Comparison(
                settings.route(),
                settings.strategy(),
                settings.legacy(),
                candidate,
                judgement.verdict(),
                judgement.reasons(),
                judgement.next(),
                route.records(),
                gathering.joined(),
                coverage,
                split,
                results,
                judgement.checks(),
                slices,
                gathering.transitions(),
                route.funnel(),
                new Report.Sizes(applied.plannedPairs(), applied.alpha(), applied.replicates(), seed),
                gathering.durations(settings.legacy(), candidate),
                gathering.fields(),
                preference,
                worst,
                gathering.outcomes(),
                gathering.feedback(),
                gathering.classes(),
                findings);
    }

    Precision precision() {
        return precision(rules);
    }

    private Precision precision(VerdictRules applied) {
        return new Precision(
                new ConfidenceSequence(applied.plannedPairs(), applied.alpha()),
                new QuantileBootstrap(applied.replicates(), seed),
                applied.quantileConfidence());
    }

    private <T> List<T> parts(Supplier<T> part) {
        return Stream.generate(part).limit(threads).toList();
    }
}
