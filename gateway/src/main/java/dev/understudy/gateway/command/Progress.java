package dev.understudy.gateway.command;

import java.io.PrintStream;

/** How far a long command is: a bar that moves on a terminal, now and then a line where there is none. */
final class Progress {
    private static final int WIDTH = 30;
    private static final long LINES = 10;

    private final PrintStream err;
    private final String what;
    private final long total;
    private final boolean isTerminal;
    private long done;
    private long shown = -1;

    Progress(PrintStream err, String what, long total) {
        this.err = err;
        this.what = what;
        this.total = total;
        this.isTerminal = Boolean.getBoolean("understudy.terminal.errors");
    }

    synchronized void step(String note) {
        done++;
        long percent = total == 0 ? 100 : done * 100 / total;
        long part = isTerminal ? percent : percent * LINES / 100;
        if (part == shown && done != total) {
            return;
        }
        shown = part;
        if (isTerminal) {
            int filled = (int) Math.min(WIDTH, percent * WIDTH / 100);
            err.print("\r" + what + " [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done + "/" + total
                    + "  " + note + (done == total ? "\n" : ""));
            err.flush();
        } else {
            err.println(what + " " + done + "/" + total + "  " + note);
        }
    }
}
