package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which pixels of a picture belong to which class, as runs down its columns: COCO's order. Nothing is unfolded, so that a
 * short text that stands for a large picture stays short.
 */
public final class Mask {
    /** Of one picture. */
    static final int CLASSES_MAX = 256;

    /** What a mask of yes and no says yes to. */
    private static final String YES = "1";

    private static final List<String> SEGMENTS = List.of("mask", "segmentation", "rle");

    private final long height;
    private final long width;
    private final SortedMap<String, long[]> runs;

    private Mask(long height, long width, SortedMap<String, long[]> runs) {
        this.height = height;
        this.width = width;
        this.runs = runs;
    }

    /**
     * Of rows of numbers, 0 for nothing; of COCO's run lengths, {@code {"size", "counts"}}, as numbers or as text; or of a
     * list of objects with a label and one of these. Null for anything else.
     */
    static @Nullable Mask of(JsonNode node) {
        if (node.isObject()) {
            Runs one = Runs.of(node);
            return one == null ? null : new Mask(one.height(), one.width(), of(YES, one.runs()));
        }
        if (!node.isArray()) {
            return null;
        }
        return node.path(0).isArray() ? ofRows(node) : ofSegments(node);
    }

    public Set<String> labels() {
        return runs.keySet();
    }

    public long area(String label) {
        long area = 0;
        long[] mine = runs(label);
        for (int i = 0; i < mine.length; i += 2) {
            area += mine[i + 1] - mine[i];
        }
        return area;
    }

    /** Pixels that both say are of this class; none of pictures of different sizes. */
    public long shared(Mask other, String label) {
        if (height != other.height || width != other.width) {
            return 0;
        }
        long[] mine = runs(label);
        long[] theirs = other.runs(label);
        long shared = 0;
        for (int i = 0, j = 0; i < mine.length && j < theirs.length; ) {
            long from = Math.max(mine[i], theirs[j]);
            long to = Math.min(mine[i + 1], theirs[j + 1]);
            shared += Math.max(0, to - from);
            if (mine[i + 1] < theirs[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return shared;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Mask same
                && height == same.height
                && width == same.width
                && runs.keySet().equals(same.runs.keySet())
                && runs.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), same.runs(entry.getKey())));
    }

    @Override
    public int hashCode() {
        return Objects.hash(height, width, runs.keySet());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(width).append(" x ").append(height);
        runs.keySet()
                .forEach(label -> text.append('\n')
                        .append(label)
                        .append(": ")
                        .append(area(label))
                        .append(" pixels"));
        return text.toString();
    }

    private long[] runs(String label) {
        return runs.getOrDefault(label, new long[0]);
    }

    private static SortedMap<String, long[]> of(String label, long[] runs) {
        TreeMap<String, long[]> all = new TreeMap<>();
        if (runs.length > 0) {
            all.put(label, runs);
        }
        return all;
    }

    private static @Nullable Mask ofRows(JsonNode rows) {
        int height = rows.size();
        int width = rows.get(0).size();
        TreeMap<String, RunsMade> made = new TreeMap<>();
        for (JsonNode row : rows) {
            if (!row.isArray() || row.size() != width) {
                return null;
            }
        }
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                JsonNode pixel = rows.get(y).get(x);
                if (!pixel.isIntegralNumber() && !pixel.isBoolean()) {
                    return null;
                }
                String label = pixel.isBoolean() ? (pixel.booleanValue() ? YES : "0") : pixel.asText();
                if (!label.equals("0")) {
                    made.computeIfAbsent(label, name -> new RunsMade()).add((long) x * height + y);
                    if (made.size() > CLASSES_MAX) {
                        return null;
                    }
                }
            }
        }
        TreeMap<String, long[]> all = new TreeMap<>();
        made.forEach((label, runs) -> all.put(label, runs.done()));
        return new Mask(height, width, all);
    }

    private static @Nullable Mask ofSegments(JsonNode segments) {
        TreeMap<String, long[]> all = new TreeMap<>();
        long height = 0;
        long width = 0;
        boolean first = true;
        for (JsonNode segment : segments) {
            JsonNode label = Named.label(segment);
            Mask one = of(Named.first(segment, SEGMENTS));
            if (one == null || !Set.of(YES).containsAll(one.labels()) || !label.isValueNode() || label.isNull()) {
                return null;
            }
            if (!first && (height != one.height || width != one.width)) {
                return null;
            }
            first = false;
            height = one.height;
            width = one.width;
            for (Map.Entry<String, long[]> runs : one.runs.entrySet()) {
                all.merge(label.asText(), runs.getValue(), Mask::union);
            }
            if (all.size() > CLASSES_MAX) {
                return null;
            }
        }
        return new Mask(height, width, all);
    }

    private static long[] union(long[] a, long[] b) {
        List<long[]> all = new ArrayList<>();
        for (long[] runs : List.of(a, b)) {
            for (int i = 0; i < runs.length; i += 2) {
                all.add(new long[] {runs[i], runs[i + 1]});
            }
        }
        all.sort((left, right) -> Long.compare(left[0], right[0]));
        long[] joined = new long[all.size() * 2];
        int size = 0;
        for (long[] run : all) {
            if (size > 0 && run[0] <= joined[size - 1]) {
                joined[size - 1] = Math.max(joined[size - 1], run[1]);
            } else {
                joined[size++] = run[0];
                joined[size++] = run[1];
            }
        }
        return Arrays.copyOf(joined, size);
    }

    /** Runs from pixels that come in order. */
    private static final class RunsMade {
        private long[] runs = new long[8];
        private int size;

        void add(long pixel) {
            if (size > 0 && runs[size - 1] == pixel) {
                runs[size - 1]++;
                return;
            }
            if (size + 2 > runs.length) {
                runs = Arrays.copyOf(runs, runs.length * 2);
            }
            runs[size++] = pixel;
            runs[size++] = pixel + 1;
        }

        long[] done() {
            return Arrays.copyOf(runs, size);
        }
    }
}
