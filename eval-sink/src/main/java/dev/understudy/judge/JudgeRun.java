package dev.understudy.judge;

import dev.understudy.config.Judge;
import dev.understudy.work.Workers;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has one judge look at duels, several at a time, and keeps each judgment as soon as it is there; what was judged before by the
 * same model with the same prompt is not judged again. The judge sees two answers in both orders, or each alone, and never
 * whose they are.
 */
public final class JudgeRun {
    static final String NO_VERDICT = "no verdict";
    static final String NO_SCORE = "no score";

    /** Of one judgment, without retries. */
    private static final int CALLS = 2;

    private final Judge judge;
    private final Template template;
    private final JudgeCall call;
    private final Spending spending;
    private final Opinions.Intake intake;
    private final InstantSource clock;
    private final Listener listener;
    private final AtomicLong left = new AtomicLong();
    private long judged;
    private long failed;

    /** Hears of each judgment, one at a time. */
    public interface Listener {
        void judged(Judgment judgment);

        /** It was judged before, or is left for another run. */
        default void passedOver() {}
    }

    /**
     * What came of it.
     *
     * @param already judged before
     * @param failed of those judged now, those without a verdict
     * @param left not judged since the budget was used up
     */
    public record Result(long judged, long failed, long already, long left, Judgment.Spent spent) {}

    /** @param firstPause before a retry; the next is twice as long */
    public JudgeRun(
            Judge judge,
            Template template,
            Opinions.Intake intake,
            InstantSource clock,
            Duration firstPause,
            Listener listener) {
        this.judge = judge;
        this.template = template;
        this.intake = intake;
        this.clock = clock;
        this.listener = listener;
        call = new JudgeCall(judge, firstPause);
        spending = new Spending(judge.budget(), judge.price());
    }

    /** @param before all judgments of the data directory */
    public Result run(List<Duel> duels, Collection<Judgment> before) throws IOException, InterruptedException {
        Set<Judgment.Key> settled = new HashSet<>();
        before.stream().filter(Judgment::isSettled).map(Judgment::key).forEach(settled::add);
        long already = 0;
        try (Workers workers = new Workers(judge.concurrency(), "judge")) {
            for (Duel duel : duels) {
                if (settled.contains(key(duel))) {
                    already++;
                    passOver();
                } else {
                    workers.submit(() -> judgeWithinBudget(duel));
                }
            }
            workers.finish();
        }
        return new Result(judged, failed, already, left.get(), spending.total());
    }

    /** Whoever comes after the budget was used up is left for another run. */
    private void judgeWithinBudget(Duel duel) throws IOException, InterruptedException {
        if (spending.take(CALLS)) {
            keep(judge(duel));
        } else {
            left.incrementAndGet();
            passOver();
        }
    }

    private synchronized void passOver() {
        listener.passedOver();
    }

    private Judgment.Key key(Duel duel) {
        return new Judgment.Key(duel.pairId(), judge.name(), judge.model(), template.sha256());
    }

    private synchronized void keep(Judgment judgment) throws IOException {
        intake.add(judgment);
        judged++;
        failed += judgment.failed() ? 1 : 0;
        listener.judged(judgment);
    }

    private Judgment judge(Duel duel) throws IOException, InterruptedException {
        List<Judgment.Round> rounds = new ArrayList<>();
        Tally tally = new Tally();
        for (Judgment.Shown shown : order(duel)) {
            rounds.add(round(duel, shown, tally));
        }
        return new Judgment(
                duel.pairId(),
                duel.route(),
                judge.name(),
                new Judgment.By(judge.model(), template.name(), template.sha256(), judge.temperature()),
                duel.sides(),
                rounds,
                new Judgment.Spent(tally.calls, tally.input, tally.output, spending.cost(tally.input, tally.output)),
                clock.instant());
    }

    /** Which is asked first is drawn by the pair's id, so that a judge that drifts in time is as often wrong either way. */
    private List<Judgment.Shown> order(Duel duel) {
        List<Judgment.Shown> order = switch (judge.kind()) {
            case PAIRWISE -> List.of(Judgment.Shown.LEGACY_FIRST, Judgment.Shown.CANDIDATE_FIRST);
            case RUBRIC -> List.of(Judgment.Shown.LEGACY_ALONE, Judgment.Shown.CANDIDATE_ALONE);
        };
        return Draw.hash(template.sha256(), duel.pairId()) >= 0 ? order : List.of(order.get(1), order.get(0));
    }

    private Judgment.Round round(Duel duel, Judgment.Shown shown, Tally tally)
            throws IOException, InterruptedException {
        JudgeCall.Said said = call.ask(prompt(duel, shown));
        spending.used(said.calls() - 1, said.inputTokens(), said.outputTokens());
        tally.add(said);
        if (!said.error().isEmpty()) {
            return Judgment.Round.failed(shown, said.text(), said.error());
        }
        return switch (shown) {
            case LEGACY_FIRST, CANDIDATE_FIRST -> {
                Optional<Reading.Better> better = Reading.better(said.text());
                yield better.isPresent()
                        ? Judgment.Round.of(shown, choice(shown, better.get()), said.text())
                        : Judgment.Round.failed(shown, said.text(), NO_VERDICT);
            }
            case LEGACY_ALONE, CANDIDATE_ALONE -> {
                Optional<Double> score = Reading.score(said.text());
                yield score.isPresent()
                        ? Judgment.Round.of(shown, score.get(), said.text())
                        : Judgment.Round.failed(shown, said.text(), NO_SCORE);
            }
        };
    }

    private String prompt(Duel duel, Judgment.Shown shown) {
        return switch (shown) {
            case LEGACY_FIRST -> template.pairwise(duel.question(), duel.reference(), duel.legacy(), duel.candidate());
            case CANDIDATE_FIRST ->
                template.pairwise(duel.question(), duel.reference(), duel.candidate(), duel.legacy());
            case LEGACY_ALONE -> template.rubric(duel.question(), duel.reference(), duel.legacy());
            case CANDIDATE_ALONE -> template.rubric(duel.question(), duel.reference(), duel.candidate());
        };
    }

    private static Choice choice(Judgment.Shown shown, Reading.Better better) {
        Choice straight = switch (better) {
            case FIRST -> Choice.LEGACY;
            case SECOND -> Choice.CANDIDATE;
            case NEITHER -> Choice.TIE;
        };
        return shown == Judgment.Shown.LEGACY_FIRST ? straight : straight.swapped();
    }

    /** What one judgment used. */
    private static final class Tally {
        private int calls;
        private long input;
        private long output;

        void add(JudgeCall.Said said) {
            calls += said.calls();
            input += said.inputTokens();
            output += said.outputTokens();
        }
    }
}
