package dev.understudy.compare;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What the evidence says of a candidate. The later outweighs the earlier. */
public enum Verdict {
    PROMOTE(0),
    /** Not enough evidence. */
    HOLD(10),
    ROLLBACK(20),
    /** The data cannot be trusted. */
    INVALID(30);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The command's. */
    public int exitCode() {
        return exitCode;
    }

    /** As reports write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that reports write so. */
    public static Optional<Verdict> labelled(String label) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.label().equals(label))
                .findFirst();
    }

    /** The gravest; of none, {@link #HOLD}: no data is neither pass nor fail. */
    static Verdict gravest(Collection<Verdict> verdicts) {
        return verdicts.stream().max(Verdict::compareTo).orElse(HOLD);
    }
}
