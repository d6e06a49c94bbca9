package dev.understudy.tls;

/** A PEM file does not hold what it should; the message goes behind the file's name. */
final class PemException extends Exception {
    private static final long serialVersionUID = 1;

    PemException(String message) {
        super(message);
    }
}
