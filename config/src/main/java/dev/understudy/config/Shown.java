package dev.understudy.config;

/** What the user wrote, made fit for one line of a terminal: short, and without control characters. */
final class Shown {
    private static final int LENGTH_MAX = 80;

    private Shown() {}

    static String quoted(String text) {
        return '"' + plain(text) + '"';
    }

    static String plain(String text) {
        StringBuilder shown = new StringBuilder();
        int end = Math.min(text.length(), LENGTH_MAX);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        text.substring(0, end).codePoints().forEach(character -> {
            if (isPrintable(character)) {
                shown.appendCodePoint(character);
            } else {
                shown.append(String.format("\\u%04x", character));
            }
        });
        return end < text.length() ? shown + "…" : shown.toString();
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
