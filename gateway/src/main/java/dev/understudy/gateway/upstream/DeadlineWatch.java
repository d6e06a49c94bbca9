package dev.understudy.gateway.upstream;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the deadlines of one event loop's calls with one timer: nearly every call ends long before its deadline,
 * so a timer for each would be set and cancelled for nothing.
 */
final class DeadlineWatch {
    private final EventLoop loop;
    private @Nullable Call first;
    private @Nullable Future<?> timer;
    private long timerNanos;

    DeadlineWatch(EventLoop loop) {
        this.loop = loop;
    }

    /** Watches it from now on; it says when to look first. */
    void add(Call call) {
        Call next = first;
        call.nextWatched = next;
        if (next != null) {
            next.previousWatched = call;
        }
        first = call;
        alarm(call.lookNanos());
    }

    void remove(Call call) {
        Call previous = call.previousWatched;
        Call next = call.nextWatched;
        if (previous != null) {
            previous.nextWatched = next;
        } else if (first == call) {
            first = next;
        }
        if (next != null) {
            next.previousWatched = previous;
        }
        call.previousWatched = null;
        call.nextWatched = null;
    }

    private void alarm(long atNanos) {
        Future<?> pending = timer;
        if (pending != null) {
            if (timerNanos - atNanos <= 0) {
                return;
            }
            pending.cancel(false);
        }
        timerNanos = atNanos;
        timer = loop.schedule(this::look, Math.max(0, atNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void look() {
        timer = null;
        long now = System.nanoTime();
        List<Call> due = new ArrayList<>();
        for (Call call = first; call != null; call = call.nextWatched) {
            if (call.lookNanos() - now <= 0) {
                due.add(call);
            }
        }
        due.forEach(call -> call.look(now));
        Call earliest = first;
        for (Call call = first; call != null; call = call.nextWatched) {
            if (earliest != null && call.lookNanos() - earliest.lookNanos() < 0) {
                earliest = call;
            }
        }
        if (earliest != null) {
            alarm(earliest.lookNanos());
        }
    }
}
