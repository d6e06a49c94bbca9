package dev.understudy.gateway.pressure;

import dev.understudy.config.Percent;
import dev.understudy.config.Pressure.Shed;
import java.util.Locale;

/** How much is given up; each gives up what the one before does, and one thing more. */
public enum Level {
    CALM,
    SHADOWS,
    BODIES,
    INTERLEAVING,
    REQUESTS;

    public boolean shedsShadows() {
        return compareTo(SHADOWS) >= 0;
    }

    public boolean shedsBodies() {
        return compareTo(BODIES) >= 0;
    }

    public boolean shedsInterleaving() {
        return compareTo(INTERLEAVING) >= 0;
    }

    public boolean shedsRequests() {
        return compareTo(REQUESTS) >= 0;
    }

    /** How many things are given up. */
    int steps() {
        return switch (this) {
            case CALM -> 0;
            case SHADOWS -> 1;
            case BODIES -> 2;
            case INTERLEAVING -> 3;
            case REQUESTS -> 4;
        };
    }

    /** As metrics and logs write it: what is given up from here on. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** From which part of a limit on it is in force. */
    double from(Shed shed) {
        Percent percent = switch (this) {
            case CALM -> Percent.NONE;
            case SHADOWS -> shed.shadows();
            case BODIES -> shed.bodies();
            case INTERLEAVING -> shed.interleaving();
            case REQUESTS -> shed.requests();
        };
        return percent.share();
    }

    /** One step back. */
    Level lower() {
        return switch (this) {
            case CALM, SHADOWS -> CALM;
            case BODIES -> SHADOWS;
            case INTERLEAVING -> BODIES;
            case REQUESTS -> INTERLEAVING;
        };
    }
}
