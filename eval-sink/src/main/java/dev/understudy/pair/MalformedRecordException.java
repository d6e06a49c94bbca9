package dev.understudy.pair;

/** A line is not the record it should be: what stands where, and what was expected. */
public final class MalformedRecordException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedRecordException(String message) {
        super(message);
    }
}
