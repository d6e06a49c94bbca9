package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import dev.understudy.compare.metric.PairScore;
import dev.understudy.judge.Remark;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Single pairs, side by side: their figures, the fields and words that differ, and what was said of them. */
record PairCards(Html html, PairLinks links, PairCommand command) {

    void write(List<Report.WorstPair> pairs) {
        if (pairs.isEmpty()) {
            return;
        }
        html.open("section").element("h3", "Pairs to look at");
        Set<String> addressed = new HashSet<>();
        for (int i = 0; i < pairs.size(); i++) {
            Report.WorstPair pair = pairs.get(i);
            boolean isFirst = addressed.add(pair.id());
            card(pair, isFirst ? links.anchors().get(pair.id()) : null, i == 0);
        }
        html.element(
                "p",
                "Worst first, beside some drawn by lot: only those say what is usual. Each pair has an address of its own in"
                        + " this page, #pair- and its id.",
                "class",
                "note");
        html.close();
    }

    private void card(Report.WorstPair pair, @Nullable String anchor, boolean isOpen) {
        if (isOpen) {
            html.open("details", "class", "pair", "open", "open");
        } else {
            html.open("details", "class", "pair");
        }
        html.open("summary")
                .element("span", label(pair), "class", "kind " + pair.kind())
                .text(" ");
        html.element("code", pair.id(), "class", "id").text(" ");
        html.element("span", note(pair), "class", "muted").close();
        // Inside, so that whoever comes by its address finds it unfolded.
        if (anchor == null) {
            html.open("div");
        } else {
            html.open("div", "id", anchor, "class", "shown");
        }
        html.element("pre", pair.request(), "class", "request");
        figures(pair.figures());
        changes(pair.changes());
        WordDiff diff = WordDiff.of(pair.legacy(), pair.candidate());
        html.open("div", "class", "sides");
        side("legacy", diff.legacy());
        side("candidate", diff.candidate());
        html.close();
        remarks(pair.remarks());
        html.open("p", "class", "note").text(pair.time() + ". The whole pair, as the log holds it:");
        html.element("code", command.of(pair.id()), "class", "id command").close();
        html.close().close().line();
    }

    /** What each metric says of this pair: of each answer in a table, of both together in a line. */
    private void figures(List<PairScore> figures) {
        List<PairScore> ofEach =
                figures.stream().filter(figure -> figure.legacy() != null).toList();
        if (!ofEach.isEmpty()) {
            html.table("figures", "This pair", "Legacy", "Candidate");
            ofEach.forEach(this::figure);
            html.tableEnd().line();
        }
        StringJoiner ofBoth = new StringJoiner(", ", "Both answers together: ", ".");
        figures.stream()
                .filter(figure -> figure.legacy() == null)
                .forEach(figure -> ofBoth.add(figure.name() + " " + Figures.of(figure.candidate(), figure.unit())));
        if (ofEach.size() < figures.size()) {
            html.element("p", ofBoth.toString(), "class", "note together");
        }
    }

    private void figure(PairScore figure) {
        Double legacy = figure.legacy();
        html.open("tr").element("th", figure.name(), "scope", "row");
        html.number(legacy == null ? "" : Figures.of(legacy, figure.unit()));
        html.number(Figures.of(figure.candidate(), figure.unit())).close();
    }

    /** Field by field, where both answers are JSON. */
    private void changes(List<Report.FieldChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        html.open("div", "class", "wide").open("table", "class", "changes").open("thead");
        html.open("tr").head("Field that differs", "").head("Legacy", "").head("Candidate", "");
        html.close().close().open("tbody");
        for (Report.FieldChange change : changes) {
            html.open("tr")
                    .open("th", "scope", "row")
                    .element("code", change.field())
                    .close();
            value(change.legacy(), "legacy");
            value(change.candidate(), "candidate");
            html.close();
        }
        html.tableEnd().line();
    }

    private void value(String value, String role) {
        html.open("td");
        if (value.isEmpty()) {
            html.element("span", "not there", "class", "muted");
        } else {
            html.open("code").element("mark", value, "class", role).close();
        }
        html.close();
    }

    private void remarks(List<Remark> remarks) {
        for (Remark remark : remarks) {
            html.open("div", "class", "remark").open("h4").text(remark.by());
            html.element("span", remark.said(), "class", "said").close();
            if (!remark.text().isEmpty()) {
                html.element("pre", remark.text());
            }
            html.close().line();
        }
    }

    private static String note(Report.WorstPair pair) {
        boolean isPartly = pair.kind().equals("differs") && pair.score() < 1;
        return isPartly ? Figures.percent(pair.score()) + " different" : pair.note();
    }

    private static String label(Report.WorstPair pair) {
        return switch (pair.kind()) {
            case "failed" -> "candidate failed";
            case "regression" -> "legacy right, candidate wrong";
            case "sample" -> "drawn by lot";
            default -> "answers differ";
        };
    }

    private void side(String role, List<WordDiff.Run> runs) {
        html.open("div", "class", "side").element("h4", role, "class", role).open("pre");
        for (WordDiff.Run run : runs) {
            if (run.isShared()) {
                html.text(run.text());
            } else {
                html.element("mark", run.text(), "class", role);
            }
        }
        html.close().close();
    }
}
