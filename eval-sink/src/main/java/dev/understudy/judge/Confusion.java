package dev.understudy.judge;

import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.Normal;
import org.jspecify.annotations.Nullable;

/** How often two who choose say the same, beyond chance: counts by what the one and the other said. */
public final class Confusion {
    private final long[][] counts = new long[Choice.COUNT][Choice.COUNT];

    /**
     * Cohen, "A coefficient of agreement for nominal scales" (1960), over the labels legacy, tie and candidate.
     *
     * @param agreement the share of equal choices
     * @param kappa null when chance alone would always agree
     * @param interval of kappa, by its large-sample variance (Fleiss, Cohen and Everitt 1969, simple form); null with it
     */
    public record Kappa(
            long n,
            double agreement,
            @Nullable Double kappa,
            @Nullable Interval interval) {}

    public void add(Choice one, Choice other) {
        counts[one.place()][other.place()]++;
    }

    public void merge(Confusion other) {
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts.length; j++) {
                counts[i][j] += other.counts[i][j];
            }
        }
    }

    /** Null without anything to compare. */
    public @Nullable Kappa result() {
        long n = 0;
        long same = 0;
        double chance = 0;
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts.length; j++) {
                n += counts[i][j];
            }
            same += counts[i][i];
        }
        if (n == 0) {
            return null;
        }
        for (int i = 0; i < counts.length; i++) {
            long row = 0;
            long column = 0;
            for (int j = 0; j < counts.length; j++) {
                row += counts[i][j];
                column += counts[j][i];
            }
            chance += (double) row / n * ((double) column / n);
        }
        double agreement = (double) same / n;
        if (chance >= 1) {
            return new Kappa(n, agreement, null, null);
        }
        double kappa = (agreement - chance) / (1 - chance);
        double error = Math.sqrt(agreement * (1 - agreement) / n) / (1 - chance);
        return new Kappa(n, agreement, kappa, Interval.around(kappa, Normal.Z95 * error));
    }
}
