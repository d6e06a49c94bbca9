package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * COCO's run lengths of one mask, {@code {"size": [height, width], "counts": …}}: of zeros and ones by turns, down the columns.
 *
 * @param runs of ones, from a pixel to before another
 */
@SuppressWarnings("ArrayRecordComponent") // taken apart at once, never compared
record Runs(long height, long width, long[] runs) {
    /** A side of a picture. */
    private static final long SIDE_MAX = 1 << 20;

    /** Five bits a character in COCO's text, the least first. */
    private static final int CHARACTERS_MAX = 10;

    /** Null where it is none, or does not fill its picture exactly. */
    static @Nullable Runs of(JsonNode node) {
        JsonNode size = node.path("size");
        long height = size.path(0).asLong(-1);
        long width = size.path(1).asLong(-1);
        if (size.size() != 2 || height < 0 || width < 0 || height > SIDE_MAX || width > SIDE_MAX) {
            return null;
        }
        JsonNode counts = node.path("counts");
        long[] lengths = counts.isTextual() ? decoded(counts.textValue()) : numbers(counts);
        if (lengths == null) {
            return null;
        }
        long[] runs = new long[lengths.length + 1];
        int found = 0;
        long at = 0;
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] < 0 || lengths[i] > height * width - at) {
                return null;
            }
            long end = at + lengths[i];
            if (i % 2 == 1 && lengths[i] > 0) {
                if (found > 0 && runs[found - 1] == at) {
                    runs[found - 1] = end;
                } else {
                    runs[found++] = at;
                    runs[found++] = end;
                }
            }
            at = end;
        }
        return at == height * width ? new Runs(height, width, Arrays.copyOf(runs, found)) : null;
    }

    private static long @Nullable [] numbers(JsonNode counts) {
        if (!counts.isArray()) {
            return null;
        }
        long[] lengths = new long[counts.size()];
        for (int i = 0; i < lengths.length; i++) {
            if (!counts.get(i).isIntegralNumber()) {
                return null;
            }
            lengths[i] = counts.get(i).asLong(-1);
        }
        return lengths;
    }

    /** From the fourth on they are differences to the length two before, as COCO's rleToString writes them. */
    private static long @Nullable [] decoded(String text) {
        long[] lengths = new long[text.length()];
        int size = 0;
        for (int at = 0; at < text.length(); ) {
            long value = 0;
            int shift = 0;
            boolean more = true;
            while (more) {
                if (at == text.length() || shift == 5 * CHARACTERS_MAX) {
                    return null;
                }
                int bits = text.charAt(at++) - 48;
                if (bits < 0 || bits > 63) {
                    return null;
                }
                value |= (long) (bits & 0x1f) << shift;
                shift += 5;
                more = (bits & 0x20) != 0;
                if (!more && (bits & 0x10) != 0) {
                    value |= -1L << shift;
                }
            }
            lengths[size] = size > 2 ? value + lengths[size - 2] : value;
            size++;
        }
        return Arrays.copyOf(lengths, size);
    }
}
