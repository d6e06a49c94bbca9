package dev.understudy.log;

import java.util.Arrays;

/**
 * The ids that have come by, as 64-bit hashes: among four million, two different ones are taken for the same with a
 * probability of 4e-7. Later ones are not looked at any more, so that memory stays under 130 MB. Any thread may use it.
 */
final class SeenIds {
    static final int IDS_MAX = 4_000_000;

    private static final int INITIAL_SLOTS = 1024;

    private long[] slots = new long[INITIAL_SLOTS];
    private int size;

    /** Whether it has not been seen before, as far as can be told. */
    synchronized boolean add(String id) {
        long hash = hash(id);
        int slot = slot(hash);
        if (slots[slot] == hash) {
            return false;
        }
        if (size < IDS_MAX) {
            slots[slot] = hash;
            if (++size * 2 > slots.length) {
                grow();
            }
        }
        return true;
    }

    private int slot(long hash) {
        int slot = (int) (hash ^ (hash >>> 32)) & (slots.length - 1);
        while (slots[slot] != 0 && slots[slot] != hash) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] before = slots;
        slots = new long[before.length * 2];
        Arrays.stream(before).filter(hash -> hash != 0).forEach(hash -> slots[slot(hash)] = hash);
    }

    /** Characters by FNV-1a, then Stafford's thirteenth mix; never 0, which marks a free slot. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int at = 0; at < id.length(); at++) {
            hash = (hash ^ id.charAt(at)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        hash ^= hash >>> 31;
        return hash == 0 ? 1 : hash;
    }
}
