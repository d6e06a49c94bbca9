package dev.understudy.compare.statistics;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Pearson's test of whether units fell to the arms as configured. Where the shares changed on the way, each stretch of
 * equal shares is one table and their statistics add up.
 */
public final class SampleRatio {
    private SampleRatio() {}

    /** One stretch of equal shares; an arm whose share is 0 takes no part. */
    public record Table(List<String> arms, List<Double> shares, List<Long> observed) {
        public Table {
            shares = List.copyOf(shares);
            observed = List.copyOf(observed);
            arms = List.copyOf(arms);
            if (shares.size() != observed.size()) {
                throw new IllegalArgumentException(
                        "observed: " + observed.size() + " arms (expected: " + shares.size() + ")");
            }
        }

        /** Of arms that need no names. */
        public Table(List<Double> shares, List<Long> observed) {
            this(IntStream.range(0, shares.size()).mapToObj(Integer::toString).toList(), shares, observed);
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

    /**
     * What the tables say together.
     *
     * @param statistic Pearson's, of all tables
     * @param freedom its degrees of freedom; 0 when there was nothing to test
     * @param p NaN when there was nothing to test
     * @param alwaysValidP holds at every look (Lindon and Malek, "Anytime-valid inference for multinomial count data",
     *     2022, with a flat Dirichlet prior); NaN when there was nothing to test
     */
    public record Result(double statistic, int freedom, double p, double alwaysValidP) {}

    /** NaN when no table has two arms that could be chosen and an expectation of at least {@code minimum} for each. */
    public static double p(List<Table> tables, double minimum) {
        return test(tables, minimum).p();
    }

    /** @param minimum expected units that each arm of a table needs for the table to count */
    public static Result test(List<Table> tables, double minimum) {
        double statistic = 0;
        double logEvidence = 0;
        int freedom = 0;
        for (Table table : tables) {
            List<Integer> arms = table.open();
            double total = table.total(arms);
            double weight = arms.stream().mapToDouble(table.shares()::get).sum();
            if (arms.size() < 2
                    || total == 0
                    || arms.stream().anyMatch(arm -> table.shares().get(arm) / weight * total < minimum)) {
                continue;
            }
            logEvidence += LogGamma.value(arms.size()) - LogGamma.value(arms.size() + total);
            for (int arm : arms) {
                double share = table.shares().get(arm) / weight;
                double seen = table.observed().get(arm);
                double difference = seen - share * total;
                statistic += difference * difference / (share * total);
                logEvidence += LogGamma.value(1 + seen) - seen * Math.log(share);
            }
            freedom += arms.size() - 1;
        }
        return freedom == 0
                ? new Result(0, 0, Double.NaN, Double.NaN)
                : new Result(
                        statistic,
                        freedom,
                        ChiSquaredDistribution.of(freedom).survivalProbability(statistic),
                        Math.min(1, Math.exp(Math.min(0, -logEvidence))));
    }
}
