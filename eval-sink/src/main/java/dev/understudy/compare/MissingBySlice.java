package dev.understudy.compare;

import dev.understudy.compare.Report.Missing;
import dev.understudy.compare.Report.SliceGroup;
import dev.understudy.compare.Report.SliceTable;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * Whether the candidate's answers are missing from some slices more than from others: then what is compared is not what was
 * asked. Fisher's exact test of each slice against all others, and by so much that it matters.
 */
record MissingBySlice(VerdictRules rules) {
    /** Of a larger part no more is counted: what its share is, is known by then. */
    private static final int PART_BITS = 20;

    /** Why the slices of this table cannot be compared; empty where nothing speaks against it. */
    Optional<String> reason(SliceTable table) {
        List<SliceGroup> groups = table.groups().stream()
                .filter(group -> group.missing().of() > 0)
                .toList();
        if (groups.size() < 2) {
            return Optional.empty();
        }
        long count = groups.stream().mapToLong(group -> group.missing().count()).sum();
        long of = groups.stream().mapToLong(group -> group.missing().of()).sum();
        double alarm = rules.mismatchP() / groups.size();
        return groups.stream()
                .map(group -> Apart.of(group, count, of))
                .filter(apart -> apart.isEnough(rules.mismatchLeast()) && apart.isFar(rules.coverage()))
                .filter(apart -> apart.p() < alarm)
                .max(Comparator.comparingDouble(Apart::gap).thenComparing(Apart::value))
                .map(apart -> "Answers of the candidate are missing more from some slices than from others: "
                        + table.name() + " " + apart.value() + " " + words(apart.own()) + ", all others "
                        + words(apart.others()) + " (p " + Figures.p(apart.p()) + ", alarm below "
                        + Figures.plain(rules.mismatchP()) + " / " + groups.size()
                        + "). What is compared is not what was asked.");
    }

    /** A slice, and all others together. */
    private record Apart(String value, Missing own, Missing others) {
        static Apart of(SliceGroup group, long count, long of) {
            Missing own = group.missing();
            return new Apart(group.value(), own, new Missing(count - own.count(), of - own.of()));
        }

        /** Whether so many are missing, or would be at the share of all. */
        boolean isEnough(double least) {
            double all = share(new Missing(own.count() + others.count(), own.of() + others.of()));
            return Math.max((double) own.count(), all * own.of()) >= least;
        }

        /** Whether the shares are further apart than what the share of {@code coverage} lets be lost; by counts, so exactly. */
        boolean isFar(double coverage) {
            BigDecimal crosswise = product(own.count(), others.of()).subtract(product(others.count(), own.of()));
            BigDecimal allowed =
                    BigDecimal.ONE.subtract(BigDecimal.valueOf(coverage)).multiply(product(own.of(), others.of()));
            return crosswise.abs().compareTo(allowed) > 0;
        }

        double gap() {
            return share(own) - share(others);
        }

        double p() {
            return FisherExactTest.withDefaults()
                    .test(new int[][] {row(own), row(others)})
                    .getPValue();
        }

        private static BigDecimal product(long one, long other) {
            return BigDecimal.valueOf(one).multiply(BigDecimal.valueOf(other));
        }

        private static double share(Missing missing) {
            return (double) missing.count() / missing.of();
        }

        private static int[] row(Missing missing) {
            int spare = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(missing.of()) - PART_BITS);
            return new int[] {(int) (missing.count() >> spare), (int) ((missing.of() - missing.count()) >> spare)};
        }
    }

    private static String words(Missing missing) {
        return Figures.count(missing.count()) + " of " + Figures.count(missing.of());
    }
}
