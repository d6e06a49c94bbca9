package dev.understudy.gateway.command;

/** What a command leaves to its caller; {@code report} has further ones of its own. */
final class ExitCode {
    static final int OK = 0;
    /** Something failed that is neither the command line's nor the configuration's fault. */
    static final int FAILED = 1;

    static final int WRONG_USE = 2;

    private ExitCode() {}
}
