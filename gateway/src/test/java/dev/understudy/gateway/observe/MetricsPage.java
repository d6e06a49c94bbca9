package dev.understudy.gateway.observe;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The catalogue as a page for people: what stands in docs/metrics.md. */
public final class MetricsPage {
    static final String COMMAND =
            "mvn -pl gateway -am test -Dtest=MetricsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dunderstudy.docs.write=true";

    private static final PrometheusNamingConvention NAMING = new PrometheusNamingConvention();

    private MetricsPage() {}

    static String of(Catalogue... entries) {
        StringBuilder page = new StringBuilder("# Metrics\n\n")
                .append(
                        "`GET /metrics` on the admin address, in Prometheus' format. Generated from the catalogue in the code; do not"
                                + " edit. Write it anew with:\n\n```sh\n")
                .append(COMMAND)
                .append("\n```\n\n")
                .append(
                        "Times are seconds, sizes bytes, shares out of 1. A histogram has `_bucket`, `_sum` and `_count`, and"
                                + " `_max` of the last minutes beside it. A series appears when it has something to say.\n");
        for (Group group : Group.values()) {
            page.append("\n## ")
                    .append(group.heading())
                    .append("\n\n")
                    .append(group.about())
                    .append("\n\n");
            page.append("| name | kind | meaning | tags |\n|---|---|---|---|\n");
            Arrays.stream(entries)
                    .filter(entry -> entry.group() == group)
                    .forEach(entry -> page.append("| `")
                            .append(prometheus(entry))
                            .append("` | ")
                            .append(kind(entry))
                            .append(" | ")
                            .append(entry.about())
                            .append(" | ")
                            .append(words(tags(entry)))
                            .append(" |\n"));
        }
        return page.toString();
    }

    /** The name under which Prometheus has it. */
    public static String prometheus(Catalogue entry) {
        String name = NAMING.name(
                entry.signature().name(),
                entry.signature().kind(),
                entry.signature().unit().isEmpty() ? null : entry.signature().unit());
        return entry.signature().kind() == Meter.Type.COUNTER ? name + "_total" : name;
    }

    /** As Prometheus says it after {@code # TYPE}. */
    public static String kind(Catalogue entry) {
        return switch (entry.signature().kind()) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case TIMER -> "histogram";
            case DISTRIBUTION_SUMMARY, LONG_TASK_TIMER, OTHER ->
                throw new IllegalStateException(entry.signature().kind() + " (expected: none of this)");
        };
    }

    public static List<Tag> tags(Catalogue entry) {
        return entry.signature().tags();
    }

    private static String words(List<Tag> tags) {
        return tags.stream().map(tag -> "`" + tag.key() + "`" + values(tag)).collect(Collectors.joining("; "));
    }

    private static String values(Tag tag) {
        if (!tag.about().isEmpty()) {
            return " " + tag.about();
        }
        return tag.values().stream().map(value -> "`" + value + "`").collect(Collectors.joining(", ", " ", ""));
    }
}
