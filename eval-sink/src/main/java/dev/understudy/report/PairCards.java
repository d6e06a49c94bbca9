package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Single pairs, side by side, with the words that differ marked. */
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
        html.open("summary").element("span", label(pair), "class", "kind " + pair.kind());
        html.element("code", pair.id(), "class", "id");
        html.element("span", note(pair), "class", "muted").close();
        // Inside, so that whoever comes by its address finds it unfolded.
        if (anchor == null) {
            html.open("div");
        } else {
            html.open("div", "id", anchor, "class", "shown");
        }
        html.element("pre", pair.request(), "class", "request");
        WordDiff diff = WordDiff.of(pair.legacy(), pair.candidate());
        html.open("div", "class", "sides");
        side("legacy", diff.legacy());
        side("candidate", diff.candidate());
        html.close();
        html.open("p", "class", "note").text(pair.time() + ". The whole pair, as the log holds it:");
        html.element("code", command.of(pair.id()), "class", "id command").close();
        html.close().close().line();
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
