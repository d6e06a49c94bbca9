package dev.understudy.gateway.command;

import dev.understudy.exchange.Format;
import dev.understudy.exchange.Formats;
import dev.understudy.exchange.LakeFormat;
import dev.understudy.exchange.LakeFormats;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code understudy pairs formats}: which other tools' files are written and read. */
@Command(
        name = "formats",
        mixinStandardHelpOptions = true,
        description = "List the formats of export and import, and whether each is a file or a directory.")
final class FormatsCommand implements Callable<Integer> {
    private static final String ROW = "%-18s %-10s %s";

    private final Console console;

    FormatsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().println(ROW.formatted("jsonl", "file", "pairs as the log has them, with their feedback"));
        for (Format format : Formats.all()) {
            String shape = format.shape().name().toLowerCase(Locale.ROOT);
            console.out().println(ROW.formatted(format.name(), shape, format.about()));
        }
        LakeFormats.abouts().forEach((lake, about) -> console.out().println(ROW.formatted(lake, "either", about)));
        return ExitCode.OK;
    }

    /** Empty when no format of this kind is called so; a module that is missing is wrong use. */
    static Optional<LakeFormat> findLake(String name) {
        Optional<LakeFormat> found = LakeFormats.find(name);
        Optional<LakeFormats.Known> known = LakeFormats.known(name);
        if (found.isEmpty() && known.isPresent()) {
            throw new WrongUseException(known.get().missing());
        }
        return found;
    }

    static Format find(String name) {
        return Formats.find(name)
                .orElseThrow(() -> new WrongUseException("--format: " + name + " (expected: jsonl, "
                        + String.join(", ", LakeFormats.abouts().keySet()) + ", "
                        + Formats.all().stream().map(Format::name).collect(Collectors.joining(", ")) + ")"));
    }
}
