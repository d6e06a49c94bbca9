package dev.understudy.compare.answer;

import java.util.Optional;

/** A block of Markdown that models like to put around JSON. */
final class Fence {
    private static final String MARK = "```";

    private Fence() {}

    /** What can be JSON: the text itself, or what one fence around it holds; empty for what cannot. */
    static Optional<String> inner(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return Optional.empty();
        }
        if (!stripped.startsWith(MARK)) {
            return Optional.of(stripped);
        }
        int line = stripped.indexOf('\n');
        int end = stripped.lastIndexOf(MARK);
        return line < 0 || end <= line ? Optional.empty() : Optional.of(stripped.substring(line + 1, end));
    }
}
