package dev.understudy.gateway.proxy;

import dev.understudy.config.ShadowBudget;
import java.time.LocalDate;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What one route's copies have used since midnight, by UTC. Any thread. */
final class Spending {
    private final AtomicReference<Day> present = new AtomicReference<>(new Day(Long.MIN_VALUE));

    private record Day(long number, LongAdder tokens, DoubleAdder cost) {
        Day(long number) {
            this(number, new LongAdder(), new DoubleAdder());
        }
    }

    void add(long epochMillis, long tokens, double cost) {
        Day day = on(epochMillis);
        day.tokens.add(tokens);
        day.cost.add(cost);
    }

    boolean isOver(ShadowBudget budget, long epochMillis) {
        Day day = on(epochMillis);
        return budget.tokensPerDay().filter(limit -> day.tokens.sum() >= limit).isPresent()
                || budget.costPerDay().filter(limit -> day.cost.sum() >= limit).isPresent();
    }

    Spent spent(long epochMillis) {
        Day day = on(epochMillis);
        return new Spent(LocalDate.ofEpochDay(day.number), day.tokens.sum(), day.cost.sum());
    }

    /** Before anything was added: what an earlier process used; of another day it does not count. */
    void restore(Spent before, long epochMillis) {
        if (before.day().toEpochDay() == on(epochMillis).number) {
            add(epochMillis, before.tokens(), before.cost());
        }
    }

    /** A day that has begun stays, also when the clock is set back. */
    private Day on(long epochMillis) {
        long number = Math.floorDiv(epochMillis, TimeUnit.DAYS.toMillis(1));
        Day day = Objects.requireNonNull(present.get());
        while (number > day.number) {
            present.compareAndSet(day, new Day(number));
            day = Objects.requireNonNull(present.get());
        }
        return day;
    }
}
