package dev.understudy.report;

/** {@link ReportsBeside} as Markdown. */
public final class BesideMarkdown {
    private BesideMarkdown() {}

    public static String write(ReportsBeside both) {
        StringBuilder out = new StringBuilder();
        out.append("# ")
                .append(ReportMarkdown.text(both.first().name()))
                .append(": ")
                .append(both.first().verdict().label());
        out.append("; ")
                .append(ReportMarkdown.text(both.second().name()))
                .append(": ")
                .append(both.second().verdict().label());
        out.append('\n');
        for (ReportsBeside.Pairing pairing : both.routes()) {
            out.append("\n## ").append(ReportMarkdown.text(pairing.title())).append("\n\n");
            out.append("First: ")
                    .append(ReportMarkdown.text(BesideWords.sentence(pairing.first())))
                    .append("  \n");
            out.append("Second: ")
                    .append(ReportMarkdown.text(BesideWords.sentence(pairing.second())))
                    .append("\n\n");
            out.append("| metric | first | interval | second | interval | change | |\n");
            out.append("|---|--:|:-:|--:|:-:|--:|---|\n");
            for (ReportsBeside.Row row : pairing.metrics()) {
                out.append("| ").append(ReportMarkdown.text(row.name())).append(" | ");
                out.append(BesideWords.figure(row.first()))
                        .append(" | ")
                        .append(BesideWords.interval(row.first()))
                        .append(" | ");
                out.append(BesideWords.figure(row.second()))
                        .append(" | ")
                        .append(BesideWords.interval(row.second()))
                        .append(" | ");
                out.append(BesideWords.change(row))
                        .append(" | ")
                        .append(row.shift().label())
                        .append(" |\n");
            }
        }
        return out.append('\n').append(BesideWords.NOTE).append('\n').toString();
    }
}
