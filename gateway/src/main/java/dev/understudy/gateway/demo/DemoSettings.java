package dev.understudy.gateway.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a demo was asked for.
 *
 * @param seconds how long there is traffic
 * @param data where pairs and report go; empty: a new directory below the current one
 * @param keep whether models and gateway go on after the traffic, until Ctrl-C
 * @param home the repository's top directory, below which the models' jar was built
 * @param terminal whether somebody watches, so that progress may rewrite its line
 */
public record DemoSettings(int seconds, Optional<Path> data, boolean keep, Path home, boolean terminal) {
    /** Long enough for each canary step to see traffic. */
    private static final int SECONDS_MIN = 5;

    private static final int SECONDS_MAX = 24 * 60 * 60;

    public DemoSettings {
        if (seconds < SECONDS_MIN || seconds > SECONDS_MAX) {
            throw new IllegalArgumentException(
                    "seconds: " + seconds + " (expected: " + SECONDS_MIN + ".." + SECONDS_MAX + ")");
        }
    }
}
