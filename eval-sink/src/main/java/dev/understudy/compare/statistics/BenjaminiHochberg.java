package dev.understudy.compare.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Benjamini and Hochberg's correction: of what is flagged, at most the given share is expected to be chance. */
public final class BenjaminiHochberg {
    private BenjaminiHochberg() {}

    public static double[] adjust(List<Double> ps) {
        List<Integer> descending = IntStream.range(0, ps.size())
                .boxed()
                .sorted(Comparator.comparing((Integer index) -> ps.get(index)).reversed())
                .toList();
        double[] adjusted = new double[ps.size()];
        double ceiling = 1;
        for (int i = 0; i < descending.size(); i++) {
            int index = descending.get(i);
            int rank = ps.size() - i;
            ceiling = Math.min(ceiling, ps.get(index) * ps.size() / rank);
            adjusted[index] = ceiling;
        }
        return adjusted;
    }
}
