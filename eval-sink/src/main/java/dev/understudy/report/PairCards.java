package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import java.util.List;

/** Single pairs, side by side, with the words that differ marked. */
record PairCards(Html html) {

    void write(List<Report.WorstPair> pairs) {
        if (pairs.isEmpty()) {
            return;
        }
        html.open("section").element("h3", "Pairs to look at");
        for (int i = 0; i < pairs.size(); i++) {
            card(pairs.get(i), i == 0);
        }
        html.close();
    }

    private void card(Report.WorstPair pair, boolean isOpen) {
        if (isOpen) {
            html.open("details", "class", "pair", "open", "open");
        } else {
            html.open("details", "class", "pair");
        }
        html.open("summary").element("span", label(pair), "class", "kind " + pair.kind());
        html.element("code", pair.id());
        html.element("span", note(pair), "class", "muted").close();
        html.element("pre", pair.request(), "class", "request");
        WordDiff diff = WordDiff.of(pair.legacy(), pair.candidate());
        html.open("div", "class", "sides");
        side("legacy", diff.legacy());
        side("candidate", diff.candidate());
        html.close()
                .element("p", String.valueOf(pair.time()), "class", "note")
                .close()
                .line();
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
