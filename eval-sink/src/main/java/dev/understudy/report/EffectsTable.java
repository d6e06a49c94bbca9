package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import dev.understudy.compare.metric.Detail;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Metric;
import dev.understudy.compare.statistics.Interval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For who wants to check: each difference in other words, and what other tests make of it. Folded away at first. */
record EffectsTable(Html html) {

    void write(List<Report.MetricResult> metrics) {
        List<Estimate> differences = metrics.stream()
                .map(Report.MetricResult::estimate)
                .filter(estimate -> estimate.delta() != null && estimate.inference() != null)
                .filter(estimate -> estimate.detail().relative() != null
                        || estimate.detail().bootstrap() != null
                        || estimate.detail().sign() != null)
                .toList();
        if (differences.isEmpty()) {
            return;
        }
        html.open("details", "class", "pair").open("summary").element("span", "The same differences by other methods");
        html.element("span", "relative, one look, bootstrap, ranks, chance to win, least detectable", "class", "muted");
        html.close();
        html.table(
                "metrics",
                "Metric",
                "Relative",
                "For one look",
                "Bootstrap",
                "Effect dz",
                "Better / worse",
                "Sign p",
                "Ranks p",
                "Chance to win",
                "Detectable",
                "If the missing were worst … best");
        differences.forEach(this::row);
        html.tableEnd();
        html.element(
                "p",
                "For one look: holds when the size was fixed beforehand and the report is read once. Ranks: Wilcoxon within"
                        + " pairs, Mann-Whitney between arms; they ask about typical values, the difference about means."
                        + " Chance to win: that the candidate's true figure is the better one, if every difference was as likely"
                        + " beforehand; for one look, and no verdict rests on it."
                        + " Detectable: the smallest difference that so many pairs would show in 8 of 10 cases.",
                "class",
                "note");
        html.close().line();
    }

    private void row(Estimate estimate) {
        Detail detail = estimate.detail();
        Estimate.Inference inference = estimate.inference();
        String unit = estimate.unit();
        html.open("tr").element("th", estimate.name(), "scope", "row");
        Detail.Relative relative = detail.relative();
        html.number(relative == null ? "" : Figures.signedPercent(relative.delta()) + around(relative.interval()));
        html.number(inference == null ? "" : interval(inference.fixed(), unit));
        html.number(
                detail.bootstrap() == null ? "" : interval(detail.bootstrap().interval(), unit));
        html.number(detail.effect() == null ? "" : Figures.signed(detail.effect(), ""));
        Detail.Sign sign = detail.sign();
        html.number(sign == null ? "" : outcomes(sign, estimate.better()));
        html.number(sign == null ? "" : Figures.p(sign.p()));
        html.number(
                detail.wilcoxon() != null
                        ? Figures.p(detail.wilcoxon().p())
                        : detail.mannWhitney() != null
                                ? Figures.p(detail.mannWhitney().p())
                                : "");
        Double chance = estimate.chanceToWin();
        html.number(chance == null ? "" : Figures.chance(chance));
        html.number(
                inference == null || inference.detectable() == null ? "" : Figures.size(inference.detectable(), unit));
        Detail.Missing missing = detail.missing();
        html.number(
                missing == null
                        ? ""
                        : Figures.signed(missing.worst(), unit) + " … " + Figures.signed(missing.best(), unit));
        html.close().line();
    }

    /** Where neither side is better, more is just more. */
    private static String outcomes(Detail.Sign sign, Metric.Direction better) {
        boolean hasBetter = better != Metric.Direction.NONE;
        return Figures.count(sign.wins())
                + (hasBetter ? " / " : " more / ")
                + Figures.count(sign.losses())
                + (hasBetter ? "" : " less");
    }

    private static String around(@Nullable Interval relative) {
        return relative == null
                ? ""
                : " (" + Figures.signed(relative.low() * 100, "") + " … " + Figures.signed(relative.high() * 100, "")
                        + ")";
    }

    private static String interval(@Nullable Interval interval, String unit) {
        return interval == null ? "" : Figures.range(interval, unit);
    }
}
