package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How requests ended with both models: what legacy's endings became with the candidate, with an example of each. */
record EndingsTable(Html html, PairLinks links) {
    private static final String WELL = "ok";
    private static final String ABSENT = "absent";

    /** Nothing is to be said where all went well. */
    static boolean isThere(List<Report.Transition> transitions) {
        return !transitions.stream().allMatch(EndingsTable::isWell);
    }

    void write(List<Report.Transition> transitions) {
        if (!isThere(transitions)) {
            return;
        }
        html.open("section").element("h3", "How requests ended");
        List<String> rows =
                endings(transitions.stream().map(Report.Transition::legacy).toList());
        List<String> columns =
                endings(transitions.stream().map(Report.Transition::candidate).toList());
        html.table("endings", "Legacy ↓   candidate →", columns.toArray(new String[0]));
        for (String row : rows) {
            html.open("tr").element("th", row, "scope", "row");
            columns.forEach(column -> cell(transitions, row, column));
            html.close().line();
        }
        html.tableEnd();
        words(rows, columns);
        examples(transitions);
        html.close().line();
    }

    private static boolean isWell(Report.Transition transition) {
        return transition.legacy().equals(WELL) && transition.candidate().equals(WELL);
    }

    /** The good one first, then by name. */
    private static List<String> endings(List<String> found) {
        Set<String> endings = new LinkedHashSet<>();
        if (found.contains(WELL)) {
            endings.add(WELL);
        }
        endings.addAll(new TreeSet<>(found));
        return List.copyOf(endings);
    }

    private void cell(List<Report.Transition> transitions, String legacy, String candidate) {
        for (Report.Transition transition : transitions) {
            if (transition.legacy().equals(legacy) && transition.candidate().equals(candidate)) {
                html.element("td", Figures.count(transition.count()), "class", "number " + heat(transition));
                return;
            }
        }
        html.element("td", "–", "class", "number muted");
    }

    private static String heat(Report.Transition transition) {
        boolean isBoth =
                !transition.legacy().equals(ABSENT) && !transition.candidate().equals(ABSENT);
        if (!isBoth
                || transition.legacy().equals(WELL) == transition.candidate().equals(WELL)) {
            return "";
        }
        return transition.legacy().equals(WELL) ? "worse some" : "better some";
    }

    private void words(List<String> rows, List<String> columns) {
        Set<String> used = new LinkedHashSet<>(rows);
        used.addAll(columns);
        List<String> explained = new ArrayList<>();
        for (String ending : used) {
            String means = means(ending);
            if (!means.isEmpty()) {
                explained.add(ending + ": " + means);
            }
        }
        html.element("p", String.join("; ", explained) + ".", "class", "note");
    }

    private static String means(String ending) {
        return switch (ending) {
            case WELL -> "a complete answer that could be read";
            case ABSENT -> "this model was not asked";
            case "transport" -> "no connection, or it broke";
            case "timeout" -> "no answer in time";
            case "cancelled" -> "given up, by the client or because the copy was too slow";
            case "shed" -> "not asked, to spare a model that was full or failing";
            case "too_large" -> "the body was beyond the limit";
            case "skipped" -> "not copied on purpose";
            case "status_4xx" -> "the model refused the request as wrong";
            case "status_5xx" -> "the model failed";
            case "cut_off" -> "the answer reached its longest length";
            case "refused" -> "stopped by the model's own filter";
            case "wrong_label" -> "another class than the label";
            default -> "";
        };
    }

    private void examples(List<Report.Transition> transitions) {
        html.open("details", "class", "pair").open("summary").element("span", "An example of each");
        html.close();
        html.table("", "Legacy → candidate", "Requests", "Example");
        for (Report.Transition transition : transitions) {
            html.open("tr")
                    .element("th", transition.legacy() + " → " + transition.candidate(), "scope", "row")
                    .number(Figures.count(transition.count()))
                    .open("td", "class", "number");
            links.write(html, transition.example());
            html.close().close().line();
        }
        html.tableEnd().close();
    }
}
