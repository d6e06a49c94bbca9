package dev.understudy.gateway.assign;

import dev.understudy.config.Percent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The bucket space divided among legacy (arm 0) and its candidates (arms 1, 2, …).
 *
 * <p>The first candidate grows from the bottom upwards, the second from the top downwards, further ones upwards from
 * 1/2, 1/4, 3/4, 1/8, …; whatever nobody claims is legacy's. So one candidate's growth takes units from legacy alone and
 * moves no other candidate's, until two of them touch: with one or two candidates that is never, with three as long as
 * the first has at most half and the other two together at most half. For three candidates of any size it cannot be done
 * by any function of the weights: if S1(w) and S2(1-w) must not overlap they are complements, as are S1(w) and S3(1-w),
 * so S2 and S3 would be the same units.
 */
public final class Ranges {
    /** Half-open, {@code end} exclusive; 2^64 is the end of the space. */
    public record Range(BigInteger start, BigInteger end, int arm) {
        BigInteger width() {
            return end.subtract(start);
        }
    }

    private final List<Range> ranges;
    private final long[] starts;
    private final int[] arms;

    private Ranges(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
        this.starts =
                ranges.stream().mapToLong(range -> range.start().longValue()).toArray();
        this.arms = ranges.stream().mapToInt(Range::arm).toArray();
    }

    /** @param candidates their shares, which add up to at most 100 */
    public static Ranges of(List<Percent> candidates) {
        List<Range> free = new ArrayList<>(List.of(new Range(BigInteger.ZERO, Threshold.SPACE, 0)));
        List<Range> claimed = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            BigInteger width = Threshold.width(candidates.get(i));
            int arm = i + 1;
            if (i == 1) {
                claimDownwards(free, claimed, width, arm);
            } else {
                claimUpwards(free, claimed, anchor(i), width, arm);
            }
        }
        claimed.addAll(free);
        claimed.sort((one, other) -> one.start().compareTo(other.start()));
        return new Ranges(claimed);
    }

    /** Which arm a bucket belongs to. */
    public int arm(long bucket) {
        int found = 0;
        for (int i = 1; i < starts.length && Long.compareUnsigned(starts[i], bucket) <= 0; i++) {
            found = i;
        }
        return arms[found];
    }

    /** All of them, in order, with no gap. */
    public List<Range> ranges() {
        return ranges;
    }

    /** 0 for the first, then the bits of 1, 2, 3, … mirrored behind the point: 1/2, 1/4, 3/4, 1/8, … */
    private static BigInteger anchor(int index) {
        return index == 0 ? BigInteger.ZERO : unsigned(Long.reverse(index - 1L));
    }

    private static BigInteger unsigned(long bits) {
        BigInteger value = BigInteger.valueOf(bits);
        return value.signum() < 0 ? value.add(Threshold.SPACE) : value;
    }

    private static void claimUpwards(
            List<Range> free, List<Range> claimed, BigInteger anchor, BigInteger width, int arm) {
        split(free, anchor);
        int first = 0;
        while (first < free.size() && free.get(first).start().compareTo(anchor) < 0) {
            first++;
        }
        List<Range> inOrder = new ArrayList<>(free.subList(first, free.size()));
        inOrder.addAll(free.subList(0, first));
        BigInteger left = width;
        for (Range range : inOrder) {
            BigInteger taken = left.min(range.width());
            if (taken.signum() > 0) {
                BigInteger middle = range.start().add(taken);
                claimed.add(new Range(range.start(), middle, arm));
                replace(free, range, new Range(middle, range.end(), 0));
                left = left.subtract(taken);
            }
        }
    }

    private static void claimDownwards(List<Range> free, List<Range> claimed, BigInteger width, int arm) {
        BigInteger left = width;
        for (int i = free.size() - 1; i >= 0 && left.signum() > 0; i--) {
            Range range = free.get(i);
            BigInteger taken = left.min(range.width());
            BigInteger middle = range.end().subtract(taken);
            claimed.add(new Range(middle, range.end(), arm));
            replace(free, range, new Range(range.start(), middle, 0));
            left = left.subtract(taken);
        }
    }

    private static void split(List<Range> free, BigInteger at) {
        for (int i = 0; i < free.size(); i++) {
            Range range = free.get(i);
            if (range.start().compareTo(at) < 0 && at.compareTo(range.end()) < 0) {
                free.set(i, new Range(range.start(), at, 0));
                free.add(i + 1, new Range(at, range.end(), 0));
                return;
            }
        }
    }

    private static void replace(List<Range> free, Range old, Range rest) {
        int index = free.indexOf(old);
        if (rest.width().signum() == 0) {
            free.remove(index);
        } else {
            free.set(index, rest);
        }
    }
}
