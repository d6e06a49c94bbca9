package dev.understudy.config;

/**
 * One thing that is wrong in the file.
 *
 * @param line from 1; 0 when the problem is not at a place
 * @param column from 1
 * @param path from the root, such as {@code routes[2].ab.arms[0].weight}; empty for the whole file
 * @param message what it was and what was expected
 */
public record Problem(String file, int line, int column, String path, String message) {
    /** One line, as compilers write it: {@code file:line:column: path: message}. */
    @Override
    public String toString() {
        String place = line > 0 ? file + ":" + line + ":" + column : file;
        return place + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
