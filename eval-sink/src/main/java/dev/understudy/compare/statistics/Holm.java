package dev.understudy.compare.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Holm's correction: p-values of several questions asked at once, so that one alarm among them still means something. */
public final class Holm {
    private Holm() {}

    public static double[] adjust(List<Double> ps) {
        List<Integer> ascending = IntStream.range(0, ps.size())
                .boxed()
                .sorted(Comparator.comparing(ps::get))
                .toList();
        double[] adjusted = new double[ps.size()];
        double floor = 0;
        for (int rank = 0; rank < ascending.size(); rank++) {
            int index = ascending.get(rank);
            floor = Math.max(floor, Math.min(1, ps.get(index) * (ps.size() - rank)));
            adjusted[index] = floor;
        }
        return adjusted;
    }
}
