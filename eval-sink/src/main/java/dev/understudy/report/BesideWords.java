package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.statistics.Interval;
import org.jspecify.annotations.Nullable;

/** What both forms for people say of two reports, in the same words. */
final class BesideWords {
    static final String NOTE = "Figures are differences of the candidate from legacy, or likeness of the two answers"
            + " where there is no difference. A change is called better or worse only where the two intervals lie apart;"
            + " the two reports may share pairs, so this is a look, not a test.";

    private BesideWords() {}

    static String sentence(SavedReport.@Nullable Route route) {
        return route == null
                ? "not there"
                : route.candidate() + " against " + route.legacy() + ", " + Figures.count(route.pairs()) + " pairs, "
                        + route.verdict().label();
    }

    /** What is not in the table, and why; empty when all is. */
    static String rest(ReportsBeside.Pairing pairing) {
        if (!pairing.isInBoth()) {
            return "Only the " + (pairing.first() == null ? "second" : "first")
                    + " report has this route: there is nothing to hold against it.";
        }
        long still = pairing.metrics().stream().filter(row -> !row.isTelling()).count();
        return still == 0
                ? ""
                : Figures.count(still) + (still < pairing.metrics().size() ? " more" : "")
                        + (still == 1 ? " metric, which decides" : " metrics, which decide")
                        + " nothing, moved no farther than their intervals, have none, or stand in one report alone.";
    }

    /** What forbids to compare the figures, empty when nothing does. */
    static String caveat(ReportsBeside.Pairing pairing) {
        SavedReport.Route first = pairing.first();
        SavedReport.Route second = pairing.second();
        return first == null || second == null || first.legacy().equals(second.legacy())
                ? ""
                : "Beware: the first report measures from " + first.legacy() + ", the second from " + second.legacy()
                        + ". A change between them may be that of what they measure from.";
    }

    static String figure(SavedReport.@Nullable Metric metric) {
        Double shown = ReportsBeside.Row.shown(metric);
        if (metric == null || shown == null) {
            return "";
        }
        return metric.delta() == null ? Figures.of(shown, metric.unit()) : Figures.signed(shown, metric.unit());
    }

    static String interval(SavedReport.@Nullable Metric metric) {
        Interval interval = metric == null ? null : metric.interval();
        if (metric == null || interval == null) {
            return "";
        }
        return metric.delta() == null ? Figures.span(interval, metric.unit()) : Figures.range(interval, metric.unit());
    }

    static String change(ReportsBeside.Row row) {
        Double change = row.change();
        return change == null ? "" : Figures.signed(change, row.unit());
    }
}
