package dev.understudy.config;

/**
 * Where a line for each exchange goes.
 *
 * @param path of a file; {@code -} for standard output
 * @param queue lines that may wait to be written; more are dropped, and counted
 */
public record AccessLog(String path, int queue) {
    static final int QUEUE = 10_000;
    private static final String STANDARD_OUTPUT = "-";

    public AccessLog {
        if (queue < 1) {
            throw new IllegalArgumentException("queue: " + queue + " (expected: >= 1)");
        }
    }

    public boolean isStandardOutput() {
        return path.equals(STANDARD_OUTPUT);
    }
}
