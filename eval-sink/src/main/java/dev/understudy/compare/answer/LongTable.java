package dev.understudy.compare.answer;

import java.util.Arrays;

/**
 * A small number for each of some hashes; used anew without being made anew. A key lies beside its value, so that looking it
 * up touches one line of the processor's cache.
 */
final class LongTable {
    private static final long VALUE = 0xFFFF_FFFFL;

    /** In turn a key, and above 32 bits of its value the round in which it was put there. */
    private final long[] slots;

    private final int mask;
    private long round = 1;

    /** @param most keys that a round may have */
    LongTable(int most) {
        int capacity = Integer.highestOneBit(Math.max(4, most) * 2 - 1) << 1;
        slots = new long[2 * capacity];
        mask = capacity - 1;
    }

    /** How many keys a round may have. */
    int most() {
        return (mask + 1) / 2;
    }

    /** Forgets everything. */
    void clear() {
        round++;
        if (round == Integer.MAX_VALUE) {
            Arrays.fill(slots, 0);
            round = 1;
        }
    }

    /** 0 for what is not there. */
    int get(long key) {
        long slot = slots[find(key) + 1];
        return slot >>> 32 == round ? (int) slot : 0;
    }

    void put(long key, int value) {
        int at = find(key);
        slots[at] = key;
        slots[at + 1] = round << 32 | (value & VALUE);
    }

    /** One more of it. */
    void increment(long key) {
        int at = find(key);
        if (slots[at + 1] >>> 32 == round) {
            slots[at + 1]++;
        } else {
            slots[at] = key;
            slots[at + 1] = round << 32 | 1;
        }
    }

    /** One fewer of it, if there is one. */
    boolean take(long key) {
        int at = find(key);
        long slot = slots[at + 1];
        if (slot >>> 32 != round || (slot & VALUE) == 0) {
            return false;
        }
        slots[at + 1]--;
        return true;
    }

    private int find(long key) {
        int at = (int) (key ^ (key >>> 32)) & mask;
        while (slots[2 * at + 1] >>> 32 == round && slots[2 * at] != key) {
            at = (at + 1) & mask;
        }
        return 2 * at;
    }
}
