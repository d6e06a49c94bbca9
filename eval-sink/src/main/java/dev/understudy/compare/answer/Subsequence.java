package dev.understudy.compare.answer;

import java.util.Arrays;

/**
 * The longest common subsequence of two sequences, bit-parallel, 64 symbols a step (Hyyrö, "Bit-parallel LCS-length
 * computation revisited", 2004). Of one thread, which uses it anew for each two texts.
 */
final class Subsequence {
    private static final int SYMBOLS = 1024;

    /** Longs that are kept for the next two texts; longer ones have their own. */
    private static final int KEPT = 1 << 16;

    private static final ThreadLocal<Subsequence> OWN = ThreadLocal.withInitial(Subsequence::new);

    private final LongTable numbers = new LongTable(SYMBOLS);
    private long[] kept = new long[0];

    private Subsequence() {}

    static int length(long[] left, long[] right) {
        return left.length == 0 || right.length == 0 ? 0 : OWN.get().of(left, right);
    }

    private int of(long[] left, long[] right) {
        int words = (left.length + 63) >>> 6;
        numbers.clear(left.length);
        int distinct = 0;
        for (long symbol : left) {
            distinct = Math.max(distinct, numbers.getOrPut(symbol, distinct + 1));
        }
        // One row of bits for each symbol, where the left side has it; before them the row that is computed.
        long[] rows = rows((distinct + 1) * words);
        Arrays.fill(rows, 0, words, -1);
        for (int i = 0; i < left.length; i++) {
            rows[numbers.get(left[i]) * words + (i >>> 6)] |= 1L << i;
        }
        for (long symbol : right) {
            int number = numbers.get(symbol);
            if (number != 0) {
                advance(rows, number * words, words);
            }
        }
        int zeros = 0;
        for (int i = 0; i < left.length; i++) {
            zeros += (rows[i >>> 6] >>> i & 1) == 0 ? 1 : 0;
        }
        return zeros;
    }

    private long[] rows(int longs) {
        if (longs > KEPT) {
            return new long[longs];
        }
        if (kept.length < longs) {
            kept = new long[Math.min(KEPT, 2 * longs)];
        } else {
            Arrays.fill(kept, 0, longs, 0);
        }
        return kept;
    }

    private static void advance(long[] rows, int matches, int words) {
        long carry = 0;
        for (int word = 0; word < words; word++) {
            long v = rows[word];
            long match = rows[matches + word];
            long partial = v + (v & match);
            long sum = partial + carry;
            boolean overflow = Long.compareUnsigned(partial, v) < 0 || Long.compareUnsigned(sum, partial) < 0;
            rows[word] = sum | (v & ~match);
            carry = overflow ? 1 : 0;
        }
    }
}
