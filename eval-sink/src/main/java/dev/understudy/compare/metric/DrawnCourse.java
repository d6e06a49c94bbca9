package dev.understudy.compare.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * When figures that no mean gives are looked at again, and what they were. It is computed of the rows of the sample that had come
 * by then, so that no more than their times is kept.
 */
final class DrawnCourse {
    /** Fewer than of means: each is resampled. */
    static final int LOOKS = 10;

    private final List<Detail.Look> looks = new ArrayList<>();
    private double leastP = 1;

    /** After about equally many rows each, without the last, which is now; none where all came at once. */
    static long[] ends(long[] left, long[] right) {
        long[] sorted = LongStream.concat(Arrays.stream(left), Arrays.stream(right))
                .sorted()
                .toArray();
        long last = sorted.length == 0 ? 0 : sorted[sorted.length - 1];
        return LongStream.range(1, LOOKS)
                .map(look -> sorted.length == 0 ? 0 : sorted[(int) ((look * sorted.length - 1) / LOOKS)])
                .filter(end -> end < last)
                .distinct()
                .toArray();
    }

    /** @param figure of the rows until then; null where there are too few */
    void add(@Nullable DrawnFigure figure, long until, @Nullable Double legacy, double candidate, Precision precision) {
        Detail.Look look = figure == null ? null : figure.look(until, legacy, candidate, leastP, precision);
        if (look != null) {
            looks.add(look);
            leastP = look.p() == null ? leastP : look.p();
        }
    }

    /** In order of time, now being the last; none where there was nothing before. */
    List<Detail.Look> looks() {
        return looks.size() < 2 ? List.of() : looks;
    }
}
