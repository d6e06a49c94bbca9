package dev.understudy.traffic;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A run that asks at a fixed rate, whatever the answers do.
 *
 * <p>A request is due at its time and its latency counts from then, also when it had to wait for a connection: so a
 * server that stands still for a second is seen by all who came in that second, not by one (no coordinated omission).
 * Everything happens on one event loop.
 */
final class OpenLoop {
    private static final long SWEEP_MILLIS = 20;

    private final LoadPlan plan;
    private final Consumer<Answered> listener;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final Set<LoadConnection> connections = new LinkedHashSet<>();
    private final Deque<LoadConnection> idle = new ArrayDeque<>();
    private final Deque<Long> waiting = new ArrayDeque<>();
    private final CompletableFuture<LoadTally> result = new CompletableFuture<>();
    private final LoadTally tally;
    private int connecting;
    private long begun;
    private long next;
    private long sent;
    private long over;

    OpenLoop(LoadPlan plan, Loop loop, Consumer<Answered> listener) {
        this.plan = plan;
        this.listener = listener;
        this.loop = loop.next();
        this.tally = new LoadTally(plan.expectedBytes());
        this.bootstrap = new Bootstrap()
                .group(this.loop)
                .channel(loop.client())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5000)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpResponseDecoder(), new LoadConnection(OpenLoop.this));
                    }
                });
    }

    /** Runs to its end and says what became of the requests. */
    LoadTally run() {
        loop.execute(this::begin);
        return result.join();
    }

    private void begin() {
        begun = System.nanoTime();
        loop.scheduleAtFixedRate(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        tick();
    }

    private void tick() {
        long now = System.nanoTime() - begun;
        while (next < plan.requests() && plan.dueNanos(next) <= now) {
            waiting.add(begun + plan.dueNanos(next++));
            serveWaiting();
        }
        if (next < plan.requests()) {
            loop.schedule(this::tick, plan.dueNanos(next) - (System.nanoTime() - begun), TimeUnit.NANOSECONDS);
        }
    }

    private void serveWaiting() {
        while (!waiting.isEmpty()) {
            LoadConnection connection = idle.pollFirst();
            if (connection == null) {
                if (connections.size() + connecting < plan.connections() && connecting < waiting.size()) {
                    connect();
                }
                return;
            }
            if (connection.isUsable()) {
                tally.sent();
                connection.send(plan.request(run, sent++), waiting.remove());
            }
        }
    }

    private void connect() {
        connecting++;
        bootstrap.connect(plan.address()).addListener(connected -> {
            connecting--;
            if (!connected.isSuccess()) {
                Long due = waiting.poll();
                if (due != null) {
                    tally.sent();
                    failed(LoadFailure.REFUSED, due);
                }
            }
        });
    }

    void opened(LoadConnection connection) {
        connections.add(connection);
        free(connection);
    }

    void free(LoadConnection connection) {
        idle.addFirst(connection);
        serveWaiting();
    }

    void gone(LoadConnection connection) {
        connections.remove(connection);
        idle.remove(connection);
        serveWaiting();
    }

    void answered(Answered answer, long dueNanos) {
        over++;
        if (counts(dueNanos)) {
            tally.answered(answer);
        }
        listener.accept(answer);
    }

    void failed(LoadFailure failure, long dueNanos) {
        over++;
        if (counts(dueNanos)) {
            tally.failed(failure, System.nanoTime() - dueNanos);
        }
    }

    private boolean counts(long dueNanos) {
        return dueNanos - begun >= plan.warmUp().toNanos();
    }

    private void sweep() {
        long now = System.nanoTime();
        List<LoadConnection> present = new ArrayList<>(connections);
        present.forEach(
                connection -> connection.giveUpBefore(now - plan.timeout().toNanos()));
        boolean late = now - begun
                > plan.warmUp().plus(plan.duration()).plus(plan.timeout()).toNanos() + TimeUnit.SECONDS.toNanos(1);
        if (next == plan.requests() && over < next && late) {
            for (Long due = waiting.poll(); due != null; due = waiting.poll()) {
                failed(LoadFailure.UNSENT, due);
            }
        }
        if (next == plan.requests() && over == next) {
            result.complete(tally);
        }
    }
}
