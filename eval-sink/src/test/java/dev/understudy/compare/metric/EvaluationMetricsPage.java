package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;
import java.util.List;
import java.util.Locale;

/** Every metric as a page for people: what stands in docs/evaluation-metrics.md. */
final class EvaluationMetricsPage {
    static final String COMMAND = "mvn -pl eval-sink -am test -Dtest=EvaluationMetricsPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dunderstudy.docs.write=true";

    private EvaluationMetricsPage() {}

    static String markdown(List<About> all) {
        StringBuilder page = new StringBuilder("# What a report can say of answers\n\n")
                .append(
                        "`understudy metrics` lists the same, with `--json` for programs, and a team's own metrics too.")
                .append(" Generated from the code; do not edit. Write it anew with:\n\n```sh\n")
                .append(COMMAND)
                .append("\n```\n\n")
                .append("A metric is a guardrail (no worse than a margin, or no promotion), a veto (clearly worse is a")
                .append(
                        " rollback), quality (says which answers are better), likeness (counts where nothing says that)")
                .append(
                        " or information. `ref_` is against the text that would have been right; without it two answers")
                .append(" are held against each other, and legacy's against its own second one as noise.\n");
        section(
                "Of every route",
                all.stream().filter(about -> about.profiles().isEmpty()).toList(),
                page);
        for (Profile profile : Profile.values()) {
            section("Profile `" + profile.yaml() + "`", first(profile, all), page);
        }
        return page.toString();
    }

    /** Under the first of its profiles only. */
    private static List<About> first(Profile profile, List<About> all) {
        return all.stream()
                .filter(about -> about.profiles().stream()
                        .sorted()
                        .findFirst()
                        .filter(profile::equals)
                        .isPresent())
                .toList();
    }

    private static void section(String title, List<About> abouts, StringBuilder page) {
        if (abouts.isEmpty()) {
            return;
        }
        page.append("\n## ").append(title).append("\n\n");
        page.append("| name | unit | better | for | meaning | formula | source |\n|---|---|---|---|---|---|---|\n");
        for (About about : abouts) {
            page.append("| `")
                    .append(about.name())
                    .append("` | ")
                    .append(about.unit())
                    .append(" | ")
                    .append(
                            about.better() == Metric.Direction.NONE
                                    ? ""
                                    : about.better().label())
                    .append(" | ")
                    .append(about.purpose().name().toLowerCase(Locale.ROOT))
                    .append(others(about))
                    .append(" | ")
                    .append(escaped(about.means()))
                    .append(" | ")
                    .append(escaped(about.formula()))
                    .append(" | ")
                    .append(escaped(about.source()))
                    .append(" |\n");
        }
    }

    private static String others(About about) {
        return about.profiles().size() < 2
                ? ""
                : "; also "
                        + String.join(
                                ", ",
                                about.profiles().stream()
                                        .sorted()
                                        .skip(1)
                                        .map(Profile::yaml)
                                        .toList());
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
