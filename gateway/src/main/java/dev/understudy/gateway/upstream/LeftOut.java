package dev.understudy.gateway.upstream;

import dev.understudy.gateway.upstream.ModelStatus.State;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** How often endpoints of a model came to be left out since the process began, across revisions, by why. Any thread. */
public final class LeftOut {
    private final Map<State, LongAdder> times = new EnumMap<>(State.class);

    LeftOut() {
        for (State state : State.values()) {
            times.put(state, new LongAdder());
        }
    }

    void count(State why) {
        adder(why).increment();
    }

    public long times(State why) {
        return adder(why).sum();
    }

    private LongAdder adder(State why) {
        return Objects.requireNonNull(times.get(why));
    }
}
