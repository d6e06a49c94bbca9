package dev.understudy.judge;

import java.util.Locale;
import java.util.Optional;

/** Whose answer is better. */
public enum Choice {
    LEGACY(0),
    TIE(1),
    CANDIDATE(2);

    /** How many there are. */
    static final int COUNT = 3;

    private final int place;
    private final String label = name().toLowerCase(Locale.ROOT);

    Choice(int place) {
        this.place = place;
    }

    /** Where its count stands among {@link #COUNT}. */
    int place() {
        return place;
    }

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
