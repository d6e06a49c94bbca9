package dev.understudy.judge;

import java.util.Locale;
import java.util.Optional;

/** Whose answer is better. */
public enum Choice {
    LEGACY,
    TIE,
    CANDIDATE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As records write it. */
    public String label() {
        return label;
    }

    /** With both answers in each other's place. */
    public Choice swapped() {
        return switch (this) {
            case LEGACY -> CANDIDATE;
            case TIE -> TIE;
            case CANDIDATE -> LEGACY;
        };
    }

    /** Of the answer with more, from the candidate's point of view. */
    public static Choice of(double legacy, double candidate) {
        return candidate > legacy ? CANDIDATE : candidate < legacy ? LEGACY : TIE;
    }

    public static Optional<Choice> parse(String label) {
        for (Choice choice : values()) {
            if (choice.label.equals(label)) {
                return Optional.of(choice);
            }
        }
        return Optional.empty();
    }
}
