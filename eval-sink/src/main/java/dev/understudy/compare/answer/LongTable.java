package dev.understudy.compare.answer;

import java.util.Arrays;

/**
 * A small number for each of some keys; used anew without being made anew. A key lies beside its value, so that looking it
 * up touches one line of the processor's cache, and no more of the table is used than a round needs.
 */
final class LongTable {
    private static final long VALUE = 0xFFFF_FFFFL;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int CAPACITY_LEAST = 16;

    /** Slots for each key, at least: the fewer keys meet, the better the processor guesses what comes next. */
    private static final int ROOM = 4;

    /** In turn a key, and above 32 bits of its value the round in which it was put there. */
    private long[] slots;

    private int mask;
    private int shift;
    private long round = 1;

    /** @param most keys that a round may have, unless {@link #clear} says otherwise */
    LongTable(int most) {
        slots = new long[2 * capacity(most)];
        use(capacity(most));
    }

    /** Forgets everything, and is ready for so many keys. */
    void clear(int most) {
        int capacity = capacity(most);
        if (2 * capacity > slots.length) {
            slots = new long[2 * capacity];
            round = 0;
        }
        round++;
        if (round == Integer.MAX_VALUE) {
            Arrays.fill(slots, 0);
            round = 1;
        }
        use(capacity);
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

    /** What is there; else {@code value}, which is there from now on. Written in any case, which spares a guess which it is. */
    int getOrPut(long key, int value) {
        int at = find(key);
        long slot = slots[at + 1];
        int kept = slot >>> 32 == round ? (int) slot : value;
        slots[at] = key;
        slots[at + 1] = round << 32 | (kept & VALUE);
        return kept;
    }

    private static int capacity(int most) {
        return Integer.highestOneBit(Math.max(CAPACITY_LEAST / ROOM, most) * 2 - 1) * ROOM;
    }

    private void use(int capacity) {
        mask = capacity - 1;
        shift = Long.numberOfLeadingZeros(mask);
    }

    private int find(long key) {
        int at = (int) ((key * GOLDEN) >>> shift);
        while (slots[2 * at + 1] >>> 32 == round && slots[2 * at] != key) {
            at = (at + 1) & mask;
        }
        return 2 * at;
    }
}
