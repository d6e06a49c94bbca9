package dev.understudy.gateway.rollout;

import dev.understudy.config.Percent;
import dev.understudy.gateway.rollout.EventCodec.Event;
import dev.understudy.gateway.rollout.Exposure.State;
import dev.understudy.gateway.rollout.Start.Gait;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person may tell a canary to do. An order that is carried out already changes nothing. Pure. */
public enum Order {
    /** Keeps the present share until somebody says {@link #RESUME}. */
    PAUSE(Event.PAUSED) {
        @Override
        Start apply(Start before, Exposure present, Instant now) throws RefusedOrderException {
            return switch (present.state()) {
                case WALKING -> before.movedTo(present.step(), present.percent(), Gait.PAUSED, now);
                case PAUSED, WAITING -> before;
                case DONE, ROLLED_BACK -> throw refusal(before, present, "a canary on its way");
            };
        }
    },

    /** Ends a pause. A step's bake time starts afresh; who was rolled back begins at the first step. */
    RESUME(Event.RESUMED) {
        @Override
        Start apply(Start before, Exposure present, Instant now) throws RefusedOrderException {
            return switch (present.state()) {
                case PAUSED -> before.movedTo(present.step(), present.percent(), Gait.WALKING, now);
                case WAITING -> before.movedTo(present.step() + 1, present.percent(), Gait.WALKING, now);
                case ROLLED_BACK -> Start.anew(before.route(), before.salt(), before.steps(), now);
                case WALKING, DONE -> throw refusal(before, present, "one that is paused, waiting or rolled back");
            };
        }
    },

    /** Everybody at once, whatever steps are left. */
    PROMOTE(Event.PROMOTED) {
        @Override
        Start apply(Start before, Exposure present, Instant now) {
            return present.state() == State.DONE && present.percent().equals(Percent.ALL)
                    ? before
                    : before.movedTo(before.steps().size(), Percent.ALL, Gait.WALKING, now);
        }
    },

    /** Nobody at once, until somebody says {@link #RESUME} or {@link #PROMOTE}, whatever becomes of the steps. */
    ROLLBACK(Event.ROLLED_BACK) {
        @Override
        Start apply(Start before, Exposure present, Instant now) {
            return before.isRolledBack() ? before : before.rolledBack(now);
        }
    };

    private final Event event;

    Order(Event event) {
        this.event = event;
    }

    abstract Start apply(Start before, Exposure present, Instant now) throws RefusedOrderException;

    Event event() {
        return event;
    }

    /** As it is typed, and stands in an address. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Order> of(String word) {
        return Arrays.stream(values())
                .filter(order -> order.word().equals(word))
                .findFirst();
    }

    RefusedOrderException refusal(Start before, Exposure present, String expected) {
        return RefusedOrderException.misplaced(this, before.route(), present.state(), expected);
    }
}
