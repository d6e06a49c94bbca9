package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Whether the data can be trusted: each arm on its way to the log, and where the split was tested. */
record ValiditySection(Html html, Report.Comparison route) {
    private static final List<String> ROLES = List.of("legacy", "candidate", "noise");

    void write() {
        funnel();
        places();
    }

    private void funnel() {
        if (route.funnel().isEmpty()) {
            return;
        }
        html.open("section").element("h3", "Each model, from the request to the label");
        boolean hasPulses = route.funnel().stream().anyMatch(arm -> arm.received() != null);
        if (hasPulses) {
            html.table("", "Model", "Received", "Assigned", "Sent", "Answered", "In the log", "Complete", "Labelled");
        } else {
            html.table("", "Model", "In the log", "Complete", "Labelled");
        }
        for (Report.FunnelArm arm : inOrder()) {
            html.open("tr").open("th", "scope", "row").element("span", arm.model(), "class", arm.role());
            html.element("span", RouteSection.role(arm.model(), arm.role()), "class", "muted")
                    .close();
            if (hasPulses) {
                html.number(count(arm.received())).number(count(arm.assigned()));
                html.number(count(arm.sent())).number(count(arm.answered()));
            }
            html.number(Figures.count(arm.logged())).number(part(arm.joined(), arm.logged()));
            html.number(part(arm.labelled(), arm.logged())).close().line();
        }
        html.tableEnd();
        html.element(
                "p",
                (hasPulses ? "Assigned: chosen by the split; sent: asked, as a copy too. " : "")
                        + "Complete: the whole answer is in the log. Labels do not go missing at random: where one model has"
                        + " fewer, its labelled requests are others.",
                "class",
                "note");
        html.close().line();
    }

    private List<Report.FunnelArm> inOrder() {
        return route.funnel().stream()
                .sorted(Comparator.comparingInt(arm -> ROLES.indexOf(arm.role())))
                .toList();
    }

    private void places() {
        if (route.split().places().stream().allMatch(place -> place.p() == null)) {
            return;
        }
        html.open("details", "class", "pair").open("summary").element("span", "Where the split was tested");
        html.element("span", "assigned, recorded, joined", "class", "muted").close();
        html.table("", "Counted", "Requests by arm", "p", "Always-valid p");
        for (Report.Place place : route.split().places()) {
            StringJoiner arms = new StringJoiner(", ");
            place.observed().forEach((arm, count) -> arms.add(arm + " " + Figures.count(count)));
            html.open("tr").element("th", place.name(), "scope", "row").number(arms.toString());
            html.number(place.p() == null ? "" : Figures.p(place.p()));
            html.number(place.alwaysValidP() == null ? "" : Figures.p(place.alwaysValidP()));
            html.close().line();
        }
        html.tableEnd().close().line();
    }

    private static String count(@Nullable Long count) {
        return count == null ? "–" : Figures.count(count);
    }

    private static String part(long part, long whole) {
        return Figures.count(part) + (whole == 0 ? "" : " (" + Figures.percent((double) part / whole) + ")");
    }
}
