package dev.understudy.gateway.command;

/** What was typed cannot be meant; the message says what it was and what was expected. */
final class WrongUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongUseException(String message) {
        super(message);
    }
}
