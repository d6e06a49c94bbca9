package dev.understudy.models;

import org.jspecify.annotations.Nullable;

/** What is wrong with a request, in the words the caller gets to read. */
final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final @Nullable String field;

    BadRequestException(int status, @Nullable String field, String message) {
        super(message);
        this.status = status;
        this.field = field;
    }

    static BadRequestException of(String field, String was, String expected) {
        return new BadRequestException(400, field, field + ": " + was + " (expected: " + expected + ")");
    }

    int status() {
        return status;
    }

    /** The field it is about, if it is about one. */
    @Nullable
    String field() {
        return field;
    }
}
