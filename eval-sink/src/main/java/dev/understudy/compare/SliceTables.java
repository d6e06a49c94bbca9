package dev.understudy.compare;

import dev.understudy.compare.Report.SliceCell;
import dev.understudy.compare.Report.SliceGroup;
import dev.understudy.compare.Report.SliceTable;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Precision;
import dev.understudy.compare.statistics.BenjaminiHochberg;
import dev.understudy.compare.statistics.Interval;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes tables of slices: exploratory, with one correction for all cells of a comparison, and warnings where slices and total disagree. */
record SliceTables(Precision precision, List<Estimate> totals) {
    /** Independent pairs, or requests of either arm, below which a cell is not marked nor its sign held against the total's. */
    private static final int LEAST = 30;

    private record Cell(
            String value, Estimate estimate, @Nullable Double p) {}

    List<SliceTable> tables(List<SliceFigure> figures) {
        List<SliceFigure> applying =
                figures.stream().filter(SliceFigure::applies).toList();
        List<Map<String, List<Cell>>> all = new ArrayList<>();
        List<Double> ps = new ArrayList<>();
        for (SliceFigure figure : applying) {
            Map<String, List<Cell>> cells = new LinkedHashMap<>();
            figure.groups().forEach((value, group) -> cells.put(value, cells(value, group)));
            cells.values().forEach(row -> row.forEach(cell -> addP(cell, ps)));
            all.add(cells);
        }
        double[] corrected = BenjaminiHochberg.adjust(ps);
        List<SliceTable> tables = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < applying.size(); i++) {
            SliceFigure figure = applying.get(i);
            List<SliceGroup> groups = new ArrayList<>();
            Map<String, SliceFigure.Group> byValue = figure.groups();
            for (Map.Entry<String, List<Cell>> row : all.get(i).entrySet()) {
                List<SliceCell> cells = new ArrayList<>();
                for (Cell cell : row.getValue()) {
                    Double q = cell.p() == null ? null : (Double) corrected[next++];
                    cells.add(cell(cell, q));
                }
                SliceFigure.Group group = Objects.requireNonNull(byValue.get(row.getKey()));
                groups.add(new SliceGroup(row.getKey(), group.pairs(), group.missing(), cells));
            }
            tables.add(new SliceTable(
                    figure.slice().name(), figure.slice().source().yaml(), groups, warnings(groups)));
        }
        return tables;
    }

    private List<Cell> cells(String value, SliceFigure.Group group) {
        return group.estimates(precision).stream()
                .map(estimate -> new Cell(value, estimate, p(estimate)))
                .toList();
    }

    private static void addP(Cell cell, List<Double> ps) {
        if (cell.p() != null) {
            ps.add(cell.p());
        }
    }

    private SliceCell cell(Cell cell, @Nullable Double q) {
        Estimate estimate = cell.estimate();
        return new SliceCell(
                estimate.name(),
                estimate.unit(),
                estimate.n(),
                estimate.legacy(),
                estimate.candidate(),
                estimate.delta(),
                estimate.inference() == null ? null : estimate.inference().interval(),
                cell.p(),
                q,
                q != null && q <= precision.sequence().alpha() && estimate.basis() >= LEAST);
    }

    private static @Nullable Double p(Estimate estimate) {
        if (estimate.delta() == null || estimate.inference() == null) {
            return null;
        }
        Double always = estimate.detail().alwaysValidP();
        return always == null ? estimate.inference().p() : always;
    }

    /** Where the total says one thing and the slices another, the mix of slices differs between what is compared (Simpson). */
    private List<String> warnings(List<SliceGroup> groups) {
        Map<String, List<SliceCell>> byMetric = new TreeMap<>();
        IdentityHashMap<SliceCell, String> values = new IdentityHashMap<>();
        for (SliceGroup group : groups) {
            for (SliceCell cell : group.cells()) {
                if (cell.delta() != null && cell.n() >= LEAST) {
                    byMetric.computeIfAbsent(cell.metric(), metric -> new ArrayList<>())
                            .add(cell);
                    values.put(cell, group.value());
                }
            }
        }
        List<String> warnings = new ArrayList<>();
        for (Estimate total : totals) {
            List<SliceCell> cells = byMetric.getOrDefault(total.name(), List.of());
            double sign = Math.signum(total.delta() == null ? 0 : total.delta());
            List<SliceCell> against = cells.stream()
                    .filter(cell -> sign != 0 && Math.signum(cell.delta() == null ? 0 : cell.delta()) == -sign)
                    .toList();
            if (!against.isEmpty() && against.size() == cells.size() && cells.size() > 1) {
                warnings.add("Simpson's paradox: " + total.name() + " is "
                        + Figures.signed(total.delta() == null ? 0 : total.delta(), total.unit())
                        + " in total, and the other way in every slice: believe the slices, and find out why their"
                        + " shares differ.");
                continue;
            }
            for (SliceCell cell : against) {
                if (isClear(cell.interval())) {
                    warnings.add(total.name() + " is "
                            + Figures.signed(total.delta() == null ? 0 : total.delta(), total.unit()) + " in total and "
                            + Figures.signed(cell.delta() == null ? 0 : cell.delta(), total.unit()) + " for "
                            + values.getOrDefault(cell, "") + ".");
                }
            }
        }
        return warnings;
    }

    private static boolean isClear(@Nullable Interval interval) {
        return interval != null && (interval.low() > 0 || interval.high() < 0);
    }
}
