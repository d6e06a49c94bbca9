package dev.understudy.dataset;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds texts that are nearly the same: by sets of five characters each, estimated by 64 least hashes, looked up in 16 bands of
 * four (Broder, "On the resemblance and containment of documents", 1997). What is 0.9 alike is found nearly always, what is
 * 0.5 alike and less is told apart by the estimate.
 */
final class MinHash {
    private static final int HASHES = 64;
    private static final int BANDS = 16;
    private static final int ROWS = HASHES / BANDS;
    private static final int SHINGLE = 5;

    private final double threshold;
    private final List<Map<Long, List<long[]>>> bands = new ArrayList<>();

    /** @param threshold from which estimated likeness (Jaccard) on two texts are the same */
    MinHash(double threshold) {
        this.threshold = threshold;
        for (int band = 0; band < BANDS; band++) {
            bands.add(new HashMap<>());
        }
    }

    /** Whether nothing like it was added before; then it is now. */
    boolean add(String text) {
        long[] signature = signature(text);
        for (int band = 0; band < BANDS; band++) {
            for (long[] other : bands.get(band).getOrDefault(key(signature, band), List.of())) {
                if (likeness(signature, other) >= threshold) {
                    return false;
                }
            }
        }
        for (int band = 0; band < BANDS; band++) {
            bands.get(band)
                    .computeIfAbsent(key(signature, band), hash -> new ArrayList<>(1))
                    .add(signature);
        }
        return true;
    }

    private static long[] signature(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
        long[] least = new long[HASHES];
        Arrays.fill(least, Long.MAX_VALUE);
        int last = Math.max(0, plain.length() - SHINGLE);
        for (int at = 0; at <= last; at++) {
            String shingle = plain.substring(at, Math.min(plain.length(), at + SHINGLE));
            long hash = Hashing.xxh3_64().hashCharsToLong(shingle);
            for (int i = 0; i < HASHES; i++) {
                least[i] = Math.min(least[i], mix(hash + i * 0x9E3779B97F4A7C15L));
            }
        }
        return least;
    }

    private static double likeness(long[] one, long[] other) {
        int same = 0;
        for (int i = 0; i < HASHES; i++) {
            same += one[i] == other[i] ? 1 : 0;
        }
        return (double) same / HASHES;
    }

    private static long key(long[] signature, int band) {
        long key = band;
        for (int row = 0; row < ROWS; row++) {
            key = mix(key ^ signature[band * ROWS + row]);
        }
        return key;
    }

    /** Stafford's thirteenth mix. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
