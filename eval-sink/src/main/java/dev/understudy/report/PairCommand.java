package dev.understudy.report;

import java.util.Optional;

/**
 * The command that prints a whole pair, for a POSIX shell.
 *
 * @param data the directory that was read; empty when unknown, then the command's own default stands
 */
record PairCommand(Optional<String> data) {

    String of(String id) {
        return "understudy pairs cat"
                + data.map(directory -> " --data " + quoted(directory)).orElse("") + " --id=" + quoted(id);
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_.:/@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
