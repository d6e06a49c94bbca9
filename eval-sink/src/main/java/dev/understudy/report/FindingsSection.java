package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.judge.Findings;
import dev.understudy.judge.JudgeResult;
import dev.understudy.judge.PeopleResult;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** What judges and people say of one candidate, and how far each of them is to be believed. */
record FindingsSection(Html html) {
    private static final int TWO_SHOWN = 20;
    private static final int ERRORS_SHOWN = 20;

    static boolean isThere(Findings findings) {
        return !findings.judges().isEmpty() || findings.people().isPresent();
    }

    void write(Findings findings) {
        if (!isThere(findings)) {
            return;
        }
        html.open("section").element("h3", "Judges and people");
        findings.judges().forEach(this::judge);
        findings.people().ifPresent(this::people);
        html.close().line();
    }

    private void judge(JudgeResult judge) {
        html.element("h4", "Judge " + judge.judge());
        preference(judge.wins(), judge.ties(), judge.losses());
        facts(FindingsText.facts(judge));
    }

    private void people(PeopleResult people) {
        html.element("h4", "People");
        preference(people.wins(), people.ties(), people.losses());
        facts(FindingsText.facts(people));
        for (PeopleResult.Rubric rubric : people.rubrics()) {
            html.element("h4", "Rubric " + rubric.name());
            facts(FindingsText.facts(rubric));
        }
        agreement(people);
        errors(people);
    }

    private void preference(long wins, long ties, long losses) {
        if (wins + ties + losses > 0) {
            Bars.preference(html, wins, ties, losses);
        }
    }

    private void facts(List<FindingsText.Fact> facts) {
        html.open("div", "class", "wide").open("table", "class", "facts").open("tbody");
        for (FindingsText.Fact fact : facts) {
            html.open("tr").element("th", fact.name(), "scope", "row");
            html.element("td", fact.figure(), "class", "figure");
            html.element("td", fact.words(), "class", "muted").close().line();
        }
        html.tableEnd().line();
    }

    /** Each two people, on which answer is better and on the scores of each rubric. */
    private void agreement(PeopleResult people) {
        long all = people.two().size()
                + people.rubrics().stream()
                        .mapToLong(rubric -> rubric.two().size())
                        .sum();
        if (all == 0) {
            return;
        }
        html.open("details", "class", "pair").open("summary").element("span", "How far each two people agree");
        html.element("span", "kappa: beyond chance, 1 is always", "class", "muted")
                .close();
        html.table("", "Two people", "About", "Both said", "The same", "Kappa");
        int room = two("which is better", people.two(), TWO_SHOWN);
        for (PeopleResult.Rubric rubric : people.rubrics()) {
            room = two("rubric " + rubric.name(), rubric.two(), room);
        }
        html.tableEnd();
        html.element(
                "p",
                "Of scores kappa is weighted by the square of their distance."
                        + (all > TWO_SHOWN ? " Further ones are in the JSON report." : ""),
                "class",
                "note");
        html.close().line();
    }

    /** Returns for how many rows room is left. */
    private int two(String about, List<PeopleResult.Two> two, int room) {
        List<PeopleResult.Two> shown = two.stream().limit(room).toList();
        for (PeopleResult.Two both : shown) {
            html.open("tr").element("th", both.one() + " and " + both.other(), "scope", "row");
            html.number(about).number(Figures.count(both.n())).number(Figures.percent(both.agreement()));
            html.number(both.kappa() == null ? "–" : Figures.plain(both.kappa()))
                    .close();
            html.line();
        }
        return room - shown.size();
    }

    private void errors(PeopleResult people) {
        TreeSet<String> errors = new TreeSet<>(people.legacyErrors().keySet());
        errors.addAll(people.candidateErrors().keySet());
        if (errors.isEmpty()) {
            return;
        }
        html.table("", "What people found wrong", "Legacy", "Candidate");
        errors.stream()
                .sorted(Comparator.comparingLong((String error) -> -named(people, error)))
                .limit(ERRORS_SHOWN)
                .forEach(error -> html.open("tr")
                        .element("th", error, "scope", "row")
                        .number(Figures.count(people.legacyErrors().getOrDefault(error, 0L)))
                        .number(Figures.count(people.candidateErrors().getOrDefault(error, 0L)))
                        .close()
                        .line());
        html.tableEnd();
        if (errors.size() > ERRORS_SHOWN) {
            html.element("p", "The most frequent; further kinds are in the JSON report.", "class", "note");
        }
    }

    private static long named(PeopleResult people, String error) {
        return people.legacyErrors().getOrDefault(error, 0L)
                + people.candidateErrors().getOrDefault(error, 0L);
    }
}
