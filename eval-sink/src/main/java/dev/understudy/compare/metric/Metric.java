package dev.understudy.compare.metric;

import java.util.Locale;

/** What a figure is called and what it is for. */
public interface Metric {
    /** All of it, as {@code understudy metrics} lists it. */
    About about();

    /** In snake_case; the same in guardrails, reports and Prometheus. */
    default String name() {
        return about().name();
    }

    /** Of the figure: {@code share}, {@code ms}, {@code characters}, … */
    default String unit() {
        return about().unit();
    }

    default Direction better() {
        return about().better();
    }

    default Purpose purpose() {
        return about().purpose();
    }

    /** Which way is better. */
    enum Direction {
        HIGHER,
        LOWER,
        NONE;

        /** As reports write it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a verdict uses it for. */
    enum Purpose {
        /** Must be shown to be no worse, within a margin, before a candidate is promoted; clearly worse is a rollback. */
        GUARDRAIL,
        /** Clearly worse is a rollback; not knowing does not hold a promotion back. */
        VETO,
        /** Says which answers are better: must be shown to be no worse. */
        QUALITY,
        /** Says how alike the answers are. Counts only where nothing says which are better. */
        LIKENESS,
        INFORMATION
    }
}
