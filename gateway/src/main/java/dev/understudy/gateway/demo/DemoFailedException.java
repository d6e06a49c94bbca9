package dev.understudy.gateway.demo;

/** Why the demo cannot go on, and what to do. */
final class DemoFailedException extends Exception {
    private static final long serialVersionUID = 1;

    DemoFailedException(String message) {
        super(message);
    }
}
