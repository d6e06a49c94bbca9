package dev.understudy.compare;

import dev.understudy.compare.Report.Missing;
import dev.understudy.compare.Report.SliceGroup;
import dev.understudy.compare.Report.SliceTable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether the candidate's answers are missing from some slices more than from others: then what is compared is not what was
 * asked. Pearson's test of one share for all slices, and by so much that it matters.
 */
record MissingBySlice(VerdictRules rules) {
    /** Why the slices of this table cannot be compared; empty where nothing speaks against it. */
    Optional<String> reason(SliceTable table) {
        List<SliceGroup> groups = table.groups().stream()
                .filter(group -> group.missing().of() > 0)
                .toList();
        double all = groups.stream().mapToLong(group -> group.missing().of()).sum();
        double share =
                groups.stream().mapToLong(group -> group.missing().count()).sum() / all;
        // Of a few, chance is not told by this test.
        List<SliceGroup> tested = groups.stream()
                .filter(group -> Math.min(share, 1 - share) * group.missing().of() >= rules.mismatchLeast())
                .toList();
        if (tested.size() < 2) {
            return Optional.empty();
        }
        SliceGroup least = tested.stream().min(BY_SHARE).orElseThrow();
        SliceGroup most = tested.stream().max(BY_SHARE).orElseThrow();
        double p = ChiSquaredDistribution.of(tested.size() - 1.0).survivalProbability(statistic(tested));
        return p < rules.mismatchP() && share(most) - share(least) > 1 - rules.coverage()
                ? Optional.of("Answers of the candidate are missing more from some slices than from others: "
                        + table.name() + " " + words(most) + ", " + words(least) + " (p " + Figures.p(p)
                        + "). What is compared is not what was asked.")
                : Optional.empty();
    }

    private static final Comparator<SliceGroup> BY_SHARE =
            Comparator.comparingDouble(MissingBySlice::share).thenComparing(SliceGroup::value);

    private static double statistic(List<SliceGroup> groups) {
        double all = groups.stream().mapToLong(group -> group.missing().of()).sum();
        double share =
                groups.stream().mapToLong(group -> group.missing().count()).sum() / all;
        double statistic = 0;
        for (SliceGroup group : groups) {
            double expected = share * group.missing().of();
            double off = group.missing().count() - expected;
            statistic += off * off / (expected * (1 - share));
        }
        return statistic;
    }

    private static double share(SliceGroup group) {
        Missing missing = group.missing();
        return (double) missing.count() / missing.of();
    }

    private static String words(SliceGroup group) {
        return group.value() + " " + Figures.count(group.missing().count()) + " of "
                + Figures.count(group.missing().of());
    }
}
