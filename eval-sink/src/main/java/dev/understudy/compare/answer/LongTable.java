package dev.understudy.compare.answer;

import java.util.Arrays;

/** A small number for each of some hashes; used anew without being made anew. */
final class LongTable {
    private final long[] keys;
    private final int[] values;
    private final int[] rounds;
    private final int mask;
    private int round = 1;

    /** @param most keys that a round may have */
    LongTable(int most) {
        int capacity = Integer.highestOneBit(Math.max(4, most) * 2 - 1) << 1;
        keys = new long[capacity];
        values = new int[capacity];
        rounds = new int[capacity];
        mask = capacity - 1;
    }

    /** How many keys a round may have. */
    int most() {
        return keys.length / 2;
    }

    /** Forgets everything. */
    void clear() {
        round++;
        if (round == Integer.MAX_VALUE) {
            Arrays.fill(rounds, 0);
            round = 1;
        }
    }

    /** 0 for what is not there. */
    int get(long key) {
        int at = find(key);
        return rounds[at] == round ? values[at] : 0;
    }

    void put(long key, int value) {
        int at = find(key);
        rounds[at] = round;
        keys[at] = key;
        values[at] = value;
    }

    /** One more of it. */
    void increment(long key) {
        int at = find(key);
        values[at] = rounds[at] == round ? values[at] + 1 : 1;
        rounds[at] = round;
        keys[at] = key;
    }

    /** One fewer of it, if there is one. */
    boolean take(long key) {
        int at = find(key);
        if (rounds[at] != round || values[at] == 0) {
            return false;
        }
        values[at]--;
        return true;
    }

    private int find(long key) {
        int at = (int) (key ^ (key >>> 32)) & mask;
        while (rounds[at] == round && keys[at] != key) {
            at = (at + 1) & mask;
        }
        return at;
    }
}
