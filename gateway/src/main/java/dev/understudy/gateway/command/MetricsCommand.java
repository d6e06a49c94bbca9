package dev.understudy.gateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.compare.metric.About;
import dev.understudy.compare.metric.Embeddings;
import dev.understudy.compare.metric.Metrics;
import dev.understudy.config.Compare.Profile;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code understudy metrics}: what a report can say of answers, and what each figure means. */
@Command(
        name = "metrics",
        mixinStandardHelpOptions = true,
        description = {
            "List the metrics of a report: name, unit, which way is better, what it means.",
            "With a name also how it is computed and whose definition that is."
        })
final class MetricsCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A metric, or the beginning of its name.")
    private String name = "";

    @Option(names = "--json", description = "One JSON document with everything.")
    private boolean json;

    private final Console console;

    MetricsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<About> wanted = Stream.concat(Metrics.all().stream(), Embeddings.ALL.stream())
                .distinct()
                .filter(about -> about.name().startsWith(name))
                .toList();
        if (wanted.isEmpty()) {
            throw new WrongUseException("metrics: none is called " + name + " (expected: one of those that"
                    + " 'understudy metrics' lists)");
        }
        if (json) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            wanted.forEach(about -> list.add(json(about)));
            console.out().println(list.toPrettyString());
        } else if (name.isEmpty()) {
            wanted.forEach(about -> console.out().println(line(about)));
        } else {
            wanted.forEach(about -> console.out().println(paragraph(about)));
        }
        return ExitCode.OK;
    }

    private static String line(About about) {
        return String.format(
                Locale.ROOT, "%-32s %-10s %-6s %s", about.name(), unit(about), better(about), about.means());
    }

    private static String paragraph(About about) {
        return about.name() + "\n  " + about.means() + "\n  unit     " + unit(about) + "\n  better   " + better(about)
                + "\n  formula  " + about.formula() + "\n  source   " + about.source() + "\n  profiles "
                + (about.profiles().isEmpty() ? "all" : String.join(", ", profiles(about)));
    }

    private static ObjectNode json(About about) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", about.name());
        node.put("unit", about.unit());
        node.put("direction", about.better().label());
        node.put("purpose", about.purpose().name().toLowerCase(Locale.ROOT));
        node.put("means", about.means());
        node.put("formula", about.formula());
        node.put("source", about.source());
        ArrayNode profiles = node.putArray("profiles");
        profiles(about).forEach(profiles::add);
        return node;
    }

    private static List<String> profiles(About about) {
        return about.profiles().stream().sorted().map(Profile::yaml).toList();
    }

    private static String unit(About about) {
        return about.unit().isEmpty() ? "-" : about.unit();
    }

    private static String better(About about) {
        return switch (about.better()) {
            case HIGHER -> "higher";
            case LOWER -> "lower";
            case NONE -> "-";
        };
    }
}
