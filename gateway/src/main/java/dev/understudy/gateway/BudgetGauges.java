package dev.understudy.gateway;

import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.gateway.proxy.DataPlane;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import java.util.ArrayList;
import java.util.List;

/** What is spent and left of the budgets of copies, at the moment of looking. One thread. */
final class BudgetGauges {
    private final DataPlane plane;
    private final MultiGauge spent;
    private final MultiGauge left;

    BudgetGauges(MeterRegistry registry, DataPlane plane) {
        this.plane = plane;
        this.spent = Catalogue.SHADOW_BUDGET_SPENT.rows(registry);
        this.left = Catalogue.SHADOW_BUDGET_LEFT.rows(registry);
    }

    void refresh() {
        List<Row<?>> spentRows = new ArrayList<>();
        List<Row<?>> leftRows = new ArrayList<>();
        plane.budgets().forEach((route, budget) -> {
            budget.tokensLeft().ifPresent(rest -> {
                spentRows.add(Catalogue.SHADOW_BUDGET_SPENT.row(
                        (double) budget.spent().tokens(), route, "tokens"));
                leftRows.add(Catalogue.SHADOW_BUDGET_LEFT.row(rest, route, "tokens"));
            });
            budget.costLeft().ifPresent(rest -> {
                spentRows.add(Catalogue.SHADOW_BUDGET_SPENT.row(budget.spent().cost(), route, "cost"));
                leftRows.add(Catalogue.SHADOW_BUDGET_LEFT.row(rest, route, "cost"));
            });
        });
        spent.register(spentRows, true);
        left.register(leftRows, true);
    }
}
