package dev.understudy.gateway.command;

import dev.understudy.compare.statistics.LookSimulation;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code understudy simulate-looks}: how often reports that are read again and again are wrong, on experiments of known truth. */
@Command(
        name = "simulate-looks",
        mixinStandardHelpOptions = true,
        description = {
            "Simulate experiments and read them again and again: false alarms without a difference,",
            "how soon a planted one is found, how often intervals hold the truth. See docs/statistics.md."
        })
final class SimulateLooksCommand implements Callable<Integer> {
    private static final double MOST = 1_000_000;

    @Option(
            names = "--simulations",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Experiments; default 2000.")
    private int simulations;

    @Option(names = "--looks", paramLabel = "N", defaultValue = "20", description = "Looks at each; default 20.")
    private int looks;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Pairs at the last look, which is also N*; default 2000.")
    private int pairs;

    @Option(
            names = "--alpha",
            paramLabel = "P",
            defaultValue = "0.05",
            description = "How often an interval may miss; default 0.05.")
    private double alpha;

    @Option(
            names = "--rates",
            paramLabel = "P",
            split = ",",
            defaultValue = "0.90,0.88",
            description = "Of the planted regression: legacy's rate, the candidate's; default 0.90,0.88.")
    private double[] rates = {};

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default 1.")
    private long seed;

    private final Console console;

    SimulateLooksCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (rates.length != 2 || !isRate(rates[0]) || !isRate(rates[1]) || Math.abs(rates[0] - rates[1]) < 0.001) {
            throw new WrongUseException("--rates: expected two that differ by 0.001 or more, between 0 and 1");
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new WrongUseException("--alpha: " + alpha + " (expected: between 0 and 1)");
        }
        if (simulations < 1 || simulations > MOST || looks < 1 || pairs < 2 * looks || pairs > MOST) {
            throw new WrongUseException(
                    "--simulations, --looks, --pairs: expected 1 to 1000000 each, and two pairs for each look");
        }
        LookSimulation simulation = new LookSimulation(simulations, looks, pairs, alpha, seed);
        LookSimulation.FalseAlarms alarms = simulation.falseAlarms();
        line(
                "%d simulations, %d looks, %d pairs at the last, alpha %s, seed %d",
                simulations, looks, pairs, alpha, seed);
        line(
                "no difference, an alarm at some look: sequence %s, fixed interval %s",
                percent(alarms.sequence()), percent(alarms.fixed()));
        LookSimulation.Detection found = simulation.detection(rates[0], rates[1]);
        line(
                "rate %s to %s, half to each arm: a fixed test needs %d requests; the sequence has found it by then in %s,"
                        + " by twice as many in %s, half of the time by %d",
                rates[0],
                rates[1],
                found.fixed(),
                percent(found.foundByFixed()),
                percent(found.foundByTwice()),
                found.median());
        LookSimulation.Coverage coverage = simulation.coverage();
        line(
                "one look at 200 pairs, the interval holds the truth: sequence %s, Student %s, bootstrap %s",
                percent(coverage.sequence()), percent(coverage.student()), percent(coverage.bootstrap()));
        return ExitCode.OK;
    }

    private void line(String format, Object... values) {
        console.out().println(String.format(Locale.ROOT, format, values));
    }

    private static boolean isRate(double rate) {
        return rate > 0 && rate < 1;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", share * 100);
    }
}
