package dev.understudy.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML that is also well-formed XML. Text and attribute values are escaped here and nowhere else; names of tags and
 * attributes are constants of this package. No method takes markup, except {@link #style} its one constant sheet.
 */
final class Html {
    private final StringBuilder out = new StringBuilder(64 * 1024);
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes names and values in turn */
    Html open(String tag, String... attributes) {
        start(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element with nothing but text in it. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** An element that has no content. */
    Html empty(String tag, String... attributes) {
        start(tag, attributes);
        out.append("/>");
        return this;
    }

    /** A figure in a table. */
    Html number(String text) {
        return element("td", text, "class", "number");
    }

    /** A table that may be wider than the page, up to its first row: a column of names, then figures. */
    Html table(String kind, String names, String... figures) {
        open("div", "class", "wide").open("table", "class", kind).open("thead").open("tr");
        head(names, "");
        for (String figure : figures) {
            head(figure, "number");
        }
        return close().close().open("tbody");
    }

    /** The head of a column; of one without words nothing is to be said aloud. */
    Html head(String text, String kind) {
        return text.isEmpty() ? empty("td") : element("th", text, "scope", "col", "class", kind);
    }

    /** Ends what {@link #table} began. */
    Html tableEnd() {
        return close().close().close();
    }

    Html text(String text) {
        escape(Visible.of(text));
        return this;
    }

    Html style(String sheet) {
        if (sheet.contains("<") || sheet.contains("&")) {
            throw new IllegalArgumentException("style sheet: has < or & (expected: neither)");
        }
        out.append("<style>").append(sheet).append("</style>");
        return this;
    }

    Html line() {
        out.append('\n');
        return this;
    }

    String document() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("open elements: " + open);
        }
        return "<!DOCTYPE html>\n" + out + "\n";
    }

    private void start(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(Visible.of(attributes[i + 1]));
            out.append('"');
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&#34;");
                case '\'' -> out.append("&#39;");
                case '`' -> out.append("&#96;");
                default -> out.append(c);
            }
        }
    }
}
