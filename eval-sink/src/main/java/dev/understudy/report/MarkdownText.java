package dev.understudy.report;

import java.util.regex.Pattern;

/**
 * What somebody else wrote, so that it is neither Markdown nor HTML. Nor does GitHub make links of addresses in it, call
 * names or lead from numbers to issues, or GitLab from numbers to merge requests. Where no escape helps, a space without
 * width stands between.
 */
final class MarkdownText {
    private static final String ESCAPED = "\\`*[]|~>$";
    private static final String APART = "&#8203;";
    private static final Pattern AT_THE_START = Pattern.compile("^(?:([-+=])(?=[-= ]|$)|([0-9]{1,9})([.)])(?= |$))");
    private static final Pattern WWW = Pattern.compile("(?i)(?<![A-Za-z0-9])(www)\\.");
    private static final Pattern ISSUE = Pattern.compile("(?i)(?<![A-Za-z0-9])(GH)-(?=[0-9])");

    private MarkdownText() {}

    /** In one line. */
    static String of(String text) {
        String line = Visible.of(text).replaceAll("[\\s]+", " ").strip();
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            safe.append(escaped(line, i));
        }
        String started = AT_THE_START.matcher(safe).replaceFirst("$2\\\\$1$3");
        String unlinked = started.replace("://", ":" + APART + "//");
        return ISSUE.matcher(WWW.matcher(unlinked).replaceAll("$1" + APART + "."))
                .replaceAll("$1" + APART + "-");
    }

    private static String escaped(String line, int at) {
        char c = line.charAt(at);
        return switch (c) {
            case '<' -> "&lt;";
            case '&' -> "&amp;";
            case '@' -> "@" + APART;
            case '#' -> "\\#" + APART;
            case '!' -> "\\!" + (isDigit(line, at + 1) ? APART : "");
            case '_' -> isWithinWord(line, at) ? "_" : "\\_";
            default -> ESCAPED.indexOf(c) >= 0 ? "\\" + c : String.valueOf(c);
        };
    }

    private static boolean isDigit(String line, int at) {
        return at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9';
    }

    /** There an underscore emphasizes nothing, and escaped it would be ugly to read. */
    private static boolean isWithinWord(String line, int at) {
        return at > 0
                && at + 1 < line.length()
                && Character.isLetterOrDigit(line.charAt(at - 1))
                && Character.isLetterOrDigit(line.charAt(at + 1));
    }
}
