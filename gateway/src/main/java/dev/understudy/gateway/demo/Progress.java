package dev.understudy.gateway.demo;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where the demo stands: one line that is rewritten each second before a terminal, a new line every five elsewhere. */
final class Progress {
    private static final int SECONDS_BETWEEN_LINES = 5;

    private final PrintStream out;
    private final boolean terminal;
    private final int seconds;
    private int shownWidth;

    Progress(PrintStream out, boolean terminal, int seconds) {
        this.out = out;
        this.terminal = terminal;
        this.seconds = seconds;
    }

    void show(int second, Tally tally) {
        if (terminal) {
            String line = line(second, tally);
            out.print("\r" + line + " ".repeat(Math.max(0, shownWidth - line.length())));
            shownWidth = line.length();
        } else if (second % SECONDS_BETWEEN_LINES == 0 || second == seconds) {
            out.println(line(second, tally));
        }
        out.flush();
    }

    /** Leaves the rewritten line behind. */
    void end() {
        if (terminal) {
            out.println();
        }
    }

    private String line(int second, Tally tally) {
        String routes = Arrays.stream(DemoRoute.values())
                .map(route -> route.label() + " " + tally.answered(route))
                .collect(Collectors.joining("  "));
        return String.format(
                Locale.ROOT,
                "  %3d/%d s  %s  feedback %d  failed %d",
                second,
                seconds,
                routes,
                tally.feedback(),
                tally.failed() + tally.feedbackFailed());
    }
}
