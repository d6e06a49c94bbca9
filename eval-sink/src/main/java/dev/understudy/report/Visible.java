package dev.understudy.report;

import java.util.Locale;

/** Text in which nothing hides: controls, direction marks and characters without width are written out. */
final class Visible {
    /** Letters and marks that show nothing: joiner, Hangul fillers, blank Braille. */
    private static final String FILLERS = "\u034F\u115F\u1160\u2800\u3164\uFFA0";

    private Visible() {}

    static String of(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().forEach(point -> {
            if (isHidden(point)) {
                visible.append(String.format(Locale.ROOT, "⟨U+%04X⟩", point));
            } else {
                visible.appendCodePoint(point);
            }
        });
        return visible.toString();
    }

    private static boolean isHidden(int point) {
        if (point == '\n' || point == '\t') {
            return false;
        }
        if (FILLERS.indexOf(point) >= 0 || (point >= 0xE0100 && point <= 0xE01EF)) {
            return true;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
