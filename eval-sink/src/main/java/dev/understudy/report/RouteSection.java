package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** One candidate on one route, from the verdict down to single pairs. */
record RouteSection(Html html, Report.Comparison route, PairLinks links, PairCommand command) {
    private static final int FIELDS_SHOWN = 25;

    /** A part that one can go to. */
    private record Part(String id, String title, boolean isThere, Runnable write) {}

    /** @param told how many of the reasons the reader has just read, with what to do next */
    void write(String anchor, int told) {
        List<Part> parts = parts(anchor).stream().filter(part -> part.isThere()).toList();
        html.open("article", "id", anchor);
        html.open("div", "class", "title").element("h2", route.route());
        ReportHtml.chip(html, route.verdict());
        html.close();
        html.open("p", "class", "models");
        html.element("span", route.strategy(), "class", "strategy");
        html.element("span", route.legacy(), "class", "legacy").text(role(route.legacy(), "legacy") + ", ");
        html.element("span", route.candidate(), "class", "candidate").text(role(route.candidate(), "candidate"));
        html.close();
        reasons(route.reasons().stream().skip(told).toList());
        if (told == 0) {
            html.element("p", route.next(), "class", "next").line();
            String also = AlsoDifferent.sentence(route);
            if (!also.isEmpty()) {
                html.element("p", also, "class", "note").line();
            }
        }
        html.open("nav", "aria-label", "Parts of " + route.route());
        parts.forEach(
                part -> html.element("a", part.title(), "href", "#" + part.id()).text(" "));
        html.close().line();
        for (Part part : parts) {
            html.open("div", "id", part.id());
            part.write().run();
            html.close().line();
        }
        html.close().line();
    }

    /** Behind a model's name; nothing where that is its name already, as in what was imported. */
    static String role(String model, String role) {
        return model.equals(role) ? "" : " " + role;
    }

    private void reasons(List<String> reasons) {
        if (!reasons.isEmpty()) {
            html.open("ul", "class", "reasons");
            reasons.forEach(reason -> html.element("li", reason));
            html.close();
        }
    }

    private List<Part> parts(String anchor) {
        return List.of(
                new Part(anchor + "-validity", "Validity", true, this::validity),
                new Part(anchor + "-metrics", "Metrics", !route.metrics().isEmpty(), this::metrics),
                new Part(anchor + "-classes", "Classes", route.classes() != null, this::classes),
                new Part(
                        anchor + "-slices",
                        "Slices",
                        !SlicesTable.told(route).isEmpty(),
                        () -> new SlicesTable(html).write(route)),
                new Part(
                        anchor + "-preference",
                        "Preference",
                        route.interleaving() != null || FindingsSection.isThere(route.findings()),
                        this::preferences),
                new Part(
                        anchor + "-times",
                        "Time and cost",
                        !route.durations().isEmpty() || CostTable.isThere(route.metrics()),
                        this::times),
                new Part(anchor + "-fields", "Fields", !route.fields().fields().isEmpty(), this::fields),
                new Part(
                        anchor + "-errors",
                        "Errors",
                        EndingsTable.isThere(route.transitions())
                                || !route.coverage().faults().isEmpty(),
                        this::errors),
                new Part(
                        anchor + "-pairs",
                        "Pairs",
                        !route.worst().isEmpty(),
                        () -> new PairCards(html, links, command).write(route.worst())));
    }

    private void validity() {
        html.open("div", "class", "panels");
        split();
        coverage();
        html.close().line();
        new ValiditySection(html, route).write();
    }

    private void metrics() {
        new MetricsTable(html).write(route.metrics());
        new ChecksTable(html).write(route.checks(), route.metrics());
        new EffectsTable(html).write(route.metrics());
        new CoursePlot(html).write(route.metrics());
        new NoiseTable(html).write(route.metrics());
    }

    private void classes() {
        if (route.classes() != null) {
            new ClassesSection(html).write(route.classes(), route.legacy(), route.candidate());
        }
    }

    private void preferences() {
        interleaving();
        new FindingsSection(html).write(route.findings());
    }

    private void times() {
        html.open("div", "class", "plots");
        for (Report.Durations durations : route.durations()) {
            new TimesPlot(html).write(durations);
        }
        html.close();
        new CostTable(html).write(route.metrics());
    }

    private void errors() {
        new EndingsTable(html, links).write(route.transitions());
        faults();
    }

    private void split() {
        Report.Split split = route.split();
        html.open("section").element("h3", "Split");
        double all =
                split.observed().values().stream().mapToLong(Long::longValue).sum();
        html.open("table", "class", "split");
        html.open("tbody");
        for (Map.Entry<String, Long> arm : split.observed().entrySet()) {
            Double configured = split.configured().get(arm.getKey());
            double share = all == 0 ? 0 : arm.getValue() / all;
            html.open("tr").element("th", arm.getKey(), "scope", "row").open("td", "class", "bar");
            Bars.share(html, share, configured, arm.getKey().equals(route.legacy()) ? "legacy" : "candidate");
            html.close();
            html.element("td", Figures.count(arm.getValue()), "class", "number");
            html.element("td", Figures.percent(share), "class", "number");
            html.element("td", configured == null ? "" : "of " + Figures.percent(configured), "class", "number muted");
            html.close();
        }
        html.close().close();
        html.element(
                "p",
                split.p() == null
                        ? "There is no choice between arms to test here."
                        : "Mismatch test by " + split.units() + ": p " + Figures.p(split.p())
                                + (split.epochs() > 1 ? ", over " + split.epochs() + " stretches of equal shares" : "")
                                + ".",
                "class",
                "note");
        html.close();
    }

    private void coverage() {
        Report.Coverage coverage = route.coverage();
        html.open("section")
                .element("h3", "Coverage")
                .open("table", "class", "split")
                .open("tbody");
        double all = coverage.eligible() == null ? coverage.read() : coverage.eligible();
        if (coverage.eligible() != null) {
            funnel("eligible", coverage.eligible(), all);
        }
        coverage.dropped().forEach((cause, count) -> {
            if (count > 0) {
                funnel("− " + cause, count, all);
            }
        });
        if (coverage.missing() > 0) {
            funnel("− missing", coverage.missing(), all);
        }
        funnel("in the log", coverage.read(), all);
        funnel("both answered", route.pairs(), all);
        html.close().close();
        StringJoiner legs = new StringJoiner("; ");
        route.legs().forEach((role, outcomes) -> legs.add(role + ": " + outcomes(outcomes)));
        if (!route.feedback().isEmpty()) {
            legs.add("feedback: " + outcomes(route.feedback()));
        }
        html.element(
                "p",
                (coverage.share() == null
                                ? "No pulses in the data: what was not recorded is not known. "
                                : Figures.percent(coverage.share()) + " of the sampled requests are in the log. ")
                        + (legs.length() == 0 ? "" : "Legs: " + legs + "."),
                "class",
                "note");
        html.close();
    }

    private void funnel(String name, long count, double all) {
        html.open("tr").element("th", name, "scope", "row").open("td", "class", "bar");
        Bars.share(html, all == 0 ? 0 : Math.min(1, count / all), null, kind(name));
        html.close().element("td", Figures.count(count), "class", "number").close();
    }

    /** What was left out on purpose is not lost. */
    private static String kind(String name) {
        return name.equals("− sampled_out") ? "spared" : name.startsWith("−") ? "lost" : "kept";
    }

    private static String outcomes(Map<String, Long> outcomes) {
        StringJoiner joiner = new StringJoiner(", ");
        outcomes.forEach((outcome, count) -> joiner.add(outcome + " " + Figures.count(count)));
        return joiner.toString();
    }

    /** What could not be credited as the method asks; empty when all could. */
    static String untold(Report.Preference preference) {
        return preference.untold() == 0
                ? ""
                : " " + Figures.count(preference.untold())
                        + " with clicks could not be credited by the method's rule: both"
                        + " lists are not in the record.";
    }

    private void interleaving() {
        Report.Preference preference = route.interleaving();
        if (preference == null) {
            return;
        }
        html.open("section").element("h3", "Interleaving");
        if (preference.sessions() > 0) {
            Bars.preference(html, preference.wins(), preference.ties(), preference.losses());
        }
        html.element(
                "p",
                "Of " + Figures.count(preference.sessions()) + " mixed lists the candidate won "
                        + Figures.count(preference.wins()) + ", legacy won " + Figures.count(preference.losses())
                        + ", and " + Figures.count(preference.ties()) + " were ties ("
                        + Figures.count(preference.silent()) + " without a click). Preference "
                        + Figures.signed(preference.delta(), "share") + ", sign test p "
                        + Figures.p(preference.signP()) + ", always-valid p " + Figures.p(preference.alwaysValidP())
                        + ". Legacy's own lists after all: " + Figures.count(preference.degraded()) + "."
                        + untold(preference),
                "class",
                "note");
        html.close();
    }

    private void fields() {
        Report.Fields fields = route.fields();
        if (fields.fields().isEmpty()) {
            return;
        }
        html.open("section").element("h3", "Where JSON answers differ");
        html.element(
                "p",
                fields.twins() == 0
                        ? "Out of " + Figures.count(fields.pairs())
                                + " pairs. Legacy was never asked twice, so chance cannot be told from change:"
                                + " set shadow.noise."
                        : "Out of " + Figures.count(fields.pairs()) + " pairs; shares are of "
                                + Figures.count(fields.twins()) + " whose legacy was asked twice.",
                "class",
                "note");
        html.open("div", "class", "wide")
                .open("table", "class", "fields")
                .open("thead")
                .open("tr");
        html.head("Field", "").head("Pairs", "number").head("Differs, and by chance", "");
        html.head("Beyond noise", "number")
                .head("", "")
                .head("Example", "")
                .close()
                .close()
                .open("tbody");
        fields.fields().stream().limit(FIELDS_SHOWN).forEach(this::field);
        html.close().close().close();
        int more = fields.fields().size() - FIELDS_SHOWN;
        if (more > 0 || fields.truncated()) {
            html.element(
                    "p",
                    (more > 0 ? more + " more fields are in the JSON report. " : "")
                            + (fields.truncated() ? "There were more fields than are told apart." : ""),
                    "class",
                    "note");
        }
        html.close();
    }

    private void field(Report.Field field) {
        html.open("tr", "class", field.beyondNoise() ? "beyond" : "");
        html.open("th", "scope", "row").element("code", field.field()).close();
        html.element("td", Figures.count(field.differs()), "class", "number").open("td", "class", "bar");
        Bars.noise(html, field.raw(), field.noise());
        html.close();
        html.element("td", Figures.percent(Math.max(0, field.excess())), "class", "number");
        html.element(
                "td",
                field.beyondNoise() ? "change" : field.noise() == null ? "" : "noise",
                "class",
                field.beyondNoise() ? "mark fail" : "mark muted");
        html.open("td");
        links.write(html, field.example());
        html.close().close();
    }

    private void faults() {
        if (route.coverage().faults().isEmpty()) {
            return;
        }
        html.open("section")
                .element("h3", "Not read, or not as it should be")
                .open("div", "class", "wide")
                .open("table")
                .open("thead")
                .open("tr");
        html.head("Leg", "").head("Reason", "").head("Where", "");
        html.head("Count", "number").head("Example", "").close().close().open("tbody");
        for (Report.FaultCount fault : route.coverage().faults()) {
            html.open("tr").element("td", fault.role()).element("td", fault.fault());
            html.open("td").element("code", fault.detail()).close();
            html.element("td", Figures.count(fault.count()), "class", "number");
            html.open("td");
            links.write(html, fault.example());
            html.close().close();
        }
        html.close().close().close().close();
    }
}
