package dev.understudy.compare.statistics;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Pearson's test of whether units fell to the arms as configured. Where the shares changed on the way, each stretch of
 * equal shares is one table and their statistics add up.
 */
public final class SampleRatio {
    private SampleRatio() {}

    /** One stretch of equal shares; an arm whose share is 0 takes no part. */
    public record Table(List<Double> shares, List<Long> observed) {
        public Table {
            shares = List.copyOf(shares);
            observed = List.copyOf(observed);
            if (shares.size() != observed.size()) {
                throw new IllegalArgumentException(
                        "observed: " + observed.size() + " arms (expected: " + shares.size() + ")");
            }
        }

        private double total(Iterable<Integer> arms) {
            double total = 0;
            for (int arm : arms) {
                total += observed.get(arm);
            }
            return total;
        }

        private List<Integer> open() {
            return IntStream.range(0, shares.size())
                    .filter(arm -> shares.get(arm) > 0)
                    .boxed()
                    .toList();
        }
    }

    /** NaN when no table has two arms that could be chosen and an expectation of at least {@code minimum} for each. */
    public static double p(List<Table> tables, double minimum) {
        double statistic = 0;
        int freedom = 0;
        for (Table table : tables) {
            List<Integer> arms = table.open();
            double total = table.total(arms);
            double weight = arms.stream().mapToDouble(table.shares()::get).sum();
            if (arms.size() < 2 || arms.stream().anyMatch(arm -> table.shares().get(arm) / weight * total < minimum)) {
                continue;
            }
            for (int arm : arms) {
                double expected = table.shares().get(arm) / weight * total;
                double difference = table.observed().get(arm) - expected;
                statistic += difference * difference / expected;
            }
            freedom += arms.size() - 1;
        }
        return freedom == 0 ? Double.NaN : ChiSquaredDistribution.of(freedom).survivalProbability(statistic);
    }
}
