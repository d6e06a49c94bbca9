package dev.understudy.traffic;

import java.util.Locale;

/** What a model is like as a whole, whatever is asked of it. */
enum Mood {
    /** Answers as the path says. */
    WELL,
    /** Answers 503. */
    ERRING,
    /** Reads the request and resets the connection. */
    RESETTING,
    /** Reads the request and closes the connection. */
    CLOSING,
    /** Reads the request and never answers. */
    HANGING,
    /** Does not listen, and closed what it had. */
    REFUSING,
    /** For each request another of the above at random, half of the time the first; never the last. */
    MOODY;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Mood of(String label) {
        for (Mood mood : values()) {
            if (mood.label().equals(label)) {
                return mood;
            }
        }
        throw new IllegalArgumentException(
                "mood: " + label + " (expected: well, erring, resetting, closing, hanging," + " refusing or moody)");
    }
}
