package dev.understudy.report;

/** {@link ReportsBeside} as Markdown. */
public final class BesideMarkdown {
    private BesideMarkdown() {}

    public static String write(ReportsBeside both) {
        StringBuilder out = new StringBuilder();
        out.append("# ")
                .append(MarkdownText.of(both.first().name()))
                .append(": ")
                .append(both.first().verdict().label());
        out.append("; ")
                .append(MarkdownText.of(both.second().name()))
                .append(": ")
                .append(both.second().verdict().label());
        out.append('\n');
        for (ReportsBeside.Pairing pairing : both.routes()) {
            out.append("\n## ").append(MarkdownText.of(pairing.title())).append("\n\n");
            out.append("First: ")
                    .append(MarkdownText.of(BesideWords.sentence(pairing.first())))
                    .append("  \n");
            out.append("Second: ")
                    .append(MarkdownText.of(BesideWords.sentence(pairing.second())))
                    .append("\n\n");
            String caveat = BesideWords.caveat(pairing);
            out.append(caveat.isEmpty() ? "" : MarkdownText.of(caveat) + "\n\n");
            if (pairing.isInBoth()) {
                table(out, pairing);
            }
            String rest = BesideWords.rest(pairing);
            out.append(rest.isEmpty() ? "" : rest + "\n");
        }
        return out.append('\n').append(BesideWords.NOTE).append('\n').toString();
    }

    private static void table(StringBuilder out, ReportsBeside.Pairing pairing) {
        if (pairing.metrics().stream().noneMatch(ReportsBeside.Row::isTelling)) {
            return;
        }
        out.append("| metric | first | interval | second | interval | change | |\n");
        out.append("|---|--:|:-:|--:|:-:|--:|---|\n");
        for (ReportsBeside.Row row : pairing.metrics()) {
            if (row.isTelling()) {
                row(out, row);
            }
        }
        out.append('\n');
    }

    private static void row(StringBuilder out, ReportsBeside.Row row) {
        out.append("| ").append(MarkdownText.of(row.name())).append(" | ");
        out.append(MarkdownText.of(BesideWords.figure(row.first())))
                .append(" | ")
                .append(MarkdownText.of(BesideWords.interval(row.first())))
                .append(" | ");
        out.append(MarkdownText.of(BesideWords.figure(row.second())))
                .append(" | ")
                .append(MarkdownText.of(BesideWords.interval(row.second())))
                .append(" | ");
        out.append(MarkdownText.of(BesideWords.change(row)))
                .append(" | ")
                .append(row.shift().label())
                .append(" |\n");
    }
}
