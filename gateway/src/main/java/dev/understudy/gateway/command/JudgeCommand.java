package dev.understudy.gateway.command;

import dev.understudy.config.Config;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.config.Judge;
import dev.understudy.exchange.Duels;
import dev.understudy.judge.Findings;
import dev.understudy.judge.JudgeResult;
import dev.understudy.judge.JudgeRun;
import dev.understudy.judge.Judgment;
import dev.understudy.judge.Opinions;
import dev.understudy.judge.Template;
import dev.understudy.log.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code understudy judge}: have a model say which of two answers is better, once a pair. */
@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        description = {
            "Have a judge of the configuration look at recorded pairs, in both orders, blind.",
            "What it said is kept in the data directory; a pair is judged once, and a run goes on where it stopped.",
            "Exit code: 1 when some pairs got no verdict, or the budget was used up."
        })
final class JudgeCommand implements Callable<Integer> {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    @Mixin
    private Selection selection = new Selection();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            required = true,
            description = "Whose judges section names the judge.")
    private Path file = Path.of("");

    @Option(names = "--judge", paramLabel = "NAME", description = "Needed when there are several.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "So many pairs, drawn by their ids. Default: ${DEFAULT-VALUE}")
    private long limit = 1000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the drawing. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    private final Console console;
    private final InstantSource clock;

    JudgeCommand(Console console, InstantSource clock) {
        this.console = console;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InvalidConfigException, InterruptedException {
        Judge judge = judge(ConfigLoader.load(file));
        Template template = Template.of(judge);
        Duels.Drawn drawn = Duels.draw(selection.data, selection.filter(), limit, seed);
        if (drawn.duels().isEmpty()) {
            return console.wrongUse("no pair with two answers in " + selection.data
                    + selection.route.map(route -> " of route " + route).orElse(""));
        }
        Turn turn = Turn.take(selection.data, "judge-" + judge.name())
                .orElseThrow(() -> new WrongUseException("another process judges as " + judge.name() + " in "
                        + selection.data + " (expected: one at a time, or both pay for each pair; wait for it)"));
        try (turn) {
            return judge(judge, template, drawn);
        }
    }

    private int judge(Judge judge, Template template, Duels.Drawn drawn) throws IOException, InterruptedException {
        Opinions opinions = Opinions.of(selection.data);
        Printing.notes(console, opinions.check());
        Progress progress = new Progress(console.err(), "judging", drawn.duels().size());
        JudgeRun.Result result;
        try (Opinions.Intake intake = opinions.intake(clock.instant())) {
            JudgeRun run = new JudgeRun(judge, template, intake, clock, FIRST_PAUSE, new JudgeRun.Listener() {
                @Override
                public void judged(Judgment judgment) {
                    progress.step(
                            judgment.verdict().map(choice -> choice.label()).orElse("no verdict"));
                }

                @Override
                public void passedOver() {
                    progress.step("");
                }
            });
            result = run.run(drawn.duels(), opinions.judgments());
        }
        tell(judge, drawn, result);
        return result.failed() + result.left() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private Judge judge(Config config) {
        Map<String, Judge> judges = new TreeMap<>(config.judges());
        if (name.isPresent()) {
            Judge judge = judges.get(name.get());
            if (judge == null) {
                throw new WrongUseException("--judge: " + name.get() + " (expected: one of " + judges.keySet() + ")");
            }
            return judge;
        }
        if (judges.size() != 1) {
            throw new WrongUseException(file + " has " + judges.size()
                    + " judges (expected: one, or --judge with one of " + judges.keySet() + ")");
        }
        return judges.values().iterator().next();
    }

    private void tell(Judge judge, Duels.Drawn drawn, JudgeRun.Result result) throws IOException {
        Double cost = result.spent().cost();
        console.out()
                .println("judged " + result.judged() + " pairs of " + drawn.answered() + " with two answers; "
                        + result.already() + " were judged before, " + result.failed() + " got no verdict");
        console.out()
                .println("spent " + result.spent().calls() + " calls, "
                        + (result.spent().inputTokens() + result.spent().outputTokens()) + " tokens"
                        + (cost == null
                                ? ""
                                : String.format(Locale.ROOT, ", %.4f", cost)
                                        + judge.price()
                                                .map(price -> " " + price.currency())
                                                .orElse("")));
        if (result.left() > 0) {
            console.out()
                    .println("the budget of judges." + judge.name() + " is used up with " + result.left()
                            + " pairs left; run it again to go on");
        }
        for (String route : Findings.routes(selection.data, judge.name())) {
            for (JudgeResult found :
                    Findings.of(selection.data, route, Optional.empty()).judges()) {
                if (found.judge().equals(judge.name())) {
                    console.out().println(sentence(route, found));
                }
            }
        }
    }

    private static String sentence(String route, JudgeResult found) {
        Double rate = found.winRate();
        return String.format(
                Locale.ROOT,
                "%s: the candidate wins %d, ties %d, loses %d%s; %d errors; position bias %d : %d (p %.3g)",
                route,
                found.wins(),
                found.ties(),
                found.losses(),
                rate == null ? "" : String.format(Locale.ROOT, " (win rate %.3f)", rate),
                found.errors(),
                found.position().first(),
                found.position().second(),
                found.position().p());
    }
}
