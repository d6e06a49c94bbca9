package dev.understudy.compare.answer;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How like two lists are, between 0 and 1. */
public final class Likeness {
    private Likeness() {}

    /** The share of the best {@code depth} that both name; of the longer list, when it is shorter than that. */
    public static double overlap(List<String> reference, List<String> other, int depth) {
        int compared = Math.min(depth, Math.max(reference.size(), other.size()));
        if (compared == 0) {
            return 1;
        }
        Set<String> best = new HashSet<>(reference.subList(0, Math.min(depth, reference.size())));
        long shared = other.stream().limit(depth).filter(best::contains).count();
        return (double) shared / compared;
    }

    /**
     * Rank-biased overlap, extrapolated, for lists of any two lengths (Webber, Moffat and Zobel, "A similarity measure for
     * indefinite rankings", 2010, equation 32).
     *
     * @param persistence the chance that a reader looks at one more
     */
    public static double rankBiasedOverlap(List<String> reference, List<String> other, double persistence) {
        // To the digit, which the sum below is not.
        if (reference.equals(other)) {
            return 1;
        }
        List<String> shorter = reference.size() <= other.size() ? reference : other;
        List<String> longer = reference.size() <= other.size() ? other : reference;
        if (shorter.isEmpty()) {
            return 0;
        }
        int s = shorter.size();
        Set<String> seenShort = new HashSet<>();
        Set<String> seenLong = new HashSet<>();
        double sum = 0;
        double weight = 1;
        int overlap = 0;
        int overlapAtShort = 0;
        for (int depth = 1; depth <= longer.size(); depth++) {
            weight *= persistence;
            String fromLong = longer.get(depth - 1);
            seenLong.add(fromLong);
            if (depth <= s) {
                String fromShort = shorter.get(depth - 1);
                seenShort.add(fromShort);
                overlap += fromShort.equals(fromLong)
                        ? 1
                        : (seenShort.contains(fromLong) ? 1 : 0) + (seenLong.contains(fromShort) ? 1 : 0);
                overlapAtShort = overlap;
            } else {
                overlap += seenShort.contains(fromLong) ? 1 : 0;
                sum += (double) overlapAtShort * (depth - s) / ((double) s * depth) * weight;
            }
            sum += (double) overlap / depth * weight;
        }
        double tail = (double) (overlap - overlapAtShort) / longer.size() + (double) overlapAtShort / s;
        return Math.min(1, (1 - persistence) / persistence * sum + tail * weight);
    }
}
