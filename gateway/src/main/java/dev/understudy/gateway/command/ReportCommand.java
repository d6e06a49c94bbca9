package dev.understudy.gateway.command;

import dev.understudy.compare.Filter;
import dev.understudy.compare.Report;
import dev.understudy.compare.Reports;
import dev.understudy.compare.metric.Embeddings;
import dev.understudy.config.Config;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.judge.Opinions;
import dev.understudy.report.BesideHtml;
import dev.understudy.report.BesideJson;
import dev.understudy.report.BesideMarkdown;
import dev.understudy.report.ReportHtml;
import dev.understudy.report.ReportJson;
import dev.understudy.report.ReportMarkdown;
import dev.understudy.report.ReportsBeside;
import dev.understudy.report.SavedReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code understudy report}: compare what the log holds, write it down, and answer with the verdict's exit code. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Compare the recorded pairs and say whether the candidate may take legacy's place.",
            "Exit code: 0 promote, 10 hold, 20 rollback, 30 invalid; with --compare, of the second report."
        })
final class ReportCommand implements Callable<Integer> {
    /** Of the bootstrap: the same data gives the same report. */
    private static final long SEED = 1;

    @Mixin
    private Selection selection = new Selection();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "How to compare, instead of the settings that the data was written under.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE", description = "FILE.html, .md or .json; may be given several times.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--compare",
            arity = "2",
            paramLabel = "FILE.json",
            description = "Hold two reports against each other, the earlier one first; without --out as Markdown here.")
    private List<Path> reports = new ArrayList<>();

    @Option(
            names = "--embeddings",
            arity = "0..1",
            fallbackValue = "100",
            paramLabel = "PERCENT",
            description =
                    "Compare what texts mean as well, by a model that takes milliseconds a text; of so many percent of"
                            + " the pairs, else of all.")
    private Optional<Double> embeddings = Optional.empty();

    private final Console console;

    ReportCommand(Console console) {
        this.console = console;
    }

    /** What a report is written as, told from the end of the file's name. */
    private enum Form {
        HTML(".html"),
        MARKDOWN(".md"),
        JSON(".json");

        private final String suffix;

        Form(String suffix) {
            this.suffix = suffix;
        }

        /** @param data as the user named it */
        String of(Report report, Path data) {
            return switch (this) {
                case HTML -> ReportHtml.write(report, Optional.of(data.toString()));
                case MARKDOWN -> ReportMarkdown.write(report);
                case JSON -> ReportJson.write(report);
            };
        }

        String of(ReportsBeside both) {
            return switch (this) {
                case HTML -> BesideHtml.write(both);
                case MARKDOWN -> BesideMarkdown.write(both);
                case JSON -> BesideJson.write(both);
            };
        }

        static Form of(Path file) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            for (Form form : values()) {
                if (name.endsWith(form.suffix)) {
                    return form;
                }
            }
            throw new WrongUseException("--out: " + file + " (expected: a name ending in .html, .md or .json)");
        }
    }

    /** One file to write. */
    private record Target(Path file, Form form) {}

    @Override
    public Integer call() throws InvalidConfigException, IOException {
        List<Target> targets = new ArrayList<>();
        for (Path out : files) {
            targets.add(new Target(out, Form.of(out)));
        }
        if (!reports.isEmpty() && !embeddings.isEmpty()) {
            throw new WrongUseException("--embeddings: with two reports (expected: one or the other; reports that were"
                    + " written with embeddings are compared with them)");
        }
        if (!reports.isEmpty()) {
            return compare(targets);
        }
        if (targets.isEmpty()) {
            throw new WrongUseException("--out: missing (expected: a file to write the report to)");
        }
        Optional<Config> override = file.isEmpty() ? Optional.empty() : Optional.of(ConfigLoader.load(file.get()));
        Filter filter = new Filter(selection.route, selection.since, Optional.empty());
        int threads = Runtime.getRuntime().availableProcessors();
        Optional<Embeddings> asked = embeddings();
        Report report = Reports.compute(selection.data, override, filter, threads, SEED);
        asked.ifPresent(used -> console.err().println("understudy: " + used.done()));
        Printing.notes(console, Opinions.of(selection.data).check());
        for (Target target : targets) {
            write(target, target.form().of(report, selection.data));
        }
        console.out().println(report.verdict().label());
        report.reasons().forEach(reason -> console.out().println("  " + reason));
        return report.verdict().exitCode();
    }

    private Optional<Embeddings> embeddings() throws IOException {
        if (embeddings.isEmpty()) {
            return Optional.empty();
        }
        double percent = embeddings.get();
        if (!(percent > 0 && percent <= 100)) {
            throw new WrongUseException("--embeddings: " + percent + " (expected: more than 0, at most 100)");
        }
        Embeddings found = Embeddings.find()
                .orElseThrow(() -> new WrongUseException("--embeddings needs the module " + Embeddings.MODULE
                        + " (expected: started as ./understudy in a clone, which builds it and adds it; or its jar and those"
                        + " it names on the class path)"));
        found.begin(percent);
        return Optional.of(found);
    }

    private int compare(List<Target> targets) throws IOException {
        ReportsBeside both = ReportsBeside.of(SavedReport.read(reports.get(0)), SavedReport.read(reports.get(1)));
        for (Target target : targets) {
            write(target, target.form().of(both));
        }
        if (targets.isEmpty()) {
            console.out().print(Form.MARKDOWN.of(both));
        } else {
            console.out()
                    .println(both.first().verdict().label() + ", then "
                            + both.second().verdict().label());
        }
        return both.second().verdict().exitCode();
    }

    private static void write(Target target, String text) throws IOException {
        Path directory = target.file().toAbsolutePath().resolveSibling("");
        Files.createDirectories(directory);
        WholeFile.write(target.file(), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
