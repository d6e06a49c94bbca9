package dev.understudy.dataset;

import dev.understudy.exchange.Reply;
import dev.understudy.exchange.SideBySide;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks a model every case of a data set's version that is not retired. */
public final class DatasetRun {
    private DatasetRun() {}

    /**
     * What came of it.
     *
     * @param retired cases that were left out
     * @param canaries cases with a known answer
     * @param wrong the ids of those that were not answered right
     */
    public record Result(Rerun.Result asked, long retired, int canaries, List<String> wrong) {
        public Result {
            wrong = List.copyOf(wrong);
        }
    }

    /**
     * @param into the data directory of the run
     * @param against an earlier run, whose answers stand for legacy's; empty: the recorded ones do
     */
    public static Result run(
            Datasets.Read read,
            Set<String> retired,
            Destination destination,
            Path into,
            Optional<Path> against,
            Rerun.Manner manner,
            Rerun.Listener listener)
            throws IOException, InterruptedException {
        Map<String, Leg> earlier = against.isPresent() ? answers(against.get()) : Map.of();
        String revision = "dataset-" + read.snapshot().version();
        String route = read.snapshot().name();
        long left = 0;
        Rerun.Result asked;
        try (Rerun rerun = Rerun.open(destination, into, revision, manner, listener)) {
            for (Case one : read.cases()) {
                if (retired.contains(one.id())) {
                    left++;
                    rerun.passOverRetired();
                } else {
                    Leg legacy = against.isPresent() ? earlier.get(one.id()) : one.recorded();
                    rerun.send(one.pair(), route, legacy, one.expected());
                }
            }
            asked = rerun.finish();
        }
        return canaries(read, retired, into, asked, left);
    }

    /** What the model of an earlier run answered, as legacy's part. */
    private static Map<String, Leg> answers(Path run) throws IOException {
        Map<String, Leg> answers = new HashMap<>();
        PairLog.at(run).forEach(PairFilter.ALL, pair -> {
            for (Leg leg : pair.legs()) {
                if (leg.role() == Leg.Role.CANDIDATE) {
                    answers.put(pair.id(), asLegacy(leg));
                }
            }
        });
        return answers;
    }

    private static Leg asLegacy(Leg leg) {
        return new Leg(
                Leg.Role.LEGACY,
                leg.model(),
                leg.endpoint(),
                leg.attempts(),
                leg.outcome(),
                leg.cause(),
                leg.status(),
                leg.headers(),
                leg.body(),
                leg.times(),
                leg.tokens(),
                leg.generation(),
                leg.rewritten(),
                leg.stream());
    }

    private static Result canaries(Datasets.Read read, Set<String> retired, Path into, Rerun.Result asked, long left)
            throws IOException {
        Map<String, Case> canaries = new HashMap<>();
        read.cases().stream()
                .filter(one -> one.kind() == Case.Kind.CANARY && !retired.contains(one.id()))
                .forEach(one -> canaries.put(one.id(), one));
        List<String> wrong = new ArrayList<>();
        PairLog.at(into).forEach(PairFilter.ALL, pair -> {
            Case canary = canaries.get(pair.id());
            if (canary != null && !isRight(canary.expected(), pair)) {
                wrong.add(pair.id());
            }
        });
        wrong.sort(String::compareTo);
        return new Result(asked, left, canaries.size(), wrong);
    }

    /** The answer is what is expected, or as a text holds it. */
    private static boolean isRight(@Nullable String expected, Pair pair) {
        Reply reply = SideBySide.of(pair, SideBySide.Said.NOTHING).candidate();
        if (reply == null || reply.output() == null || expected == null) {
            return false;
        }
        String said = reply.output().has("pred") ? reply.output().path("pred").asText() : reply.text();
        return said.strip().equals(expected.strip()) || (reply.output().isTextual() && said.contains(expected.strip()));
    }
}
