package dev.understudy.traffic;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A run of readers of event streams that all leave in the middle, some time after the last of them got its first event or
 * failed to. Everything is on one event loop.
 */
final class EventStreams {
    private static final int READ_BYTES = 64 * 1024;

    /** How long streams may take to begin; then those that did are measured. */
    private static final long PATIENCE_SECONDS = 60;

    private final LoadPlan plan;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final EventTally tally = new EventTally();
    private final List<EventReader> readers = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private final CompletableFuture<EventTally> result = new CompletableFuture<>();
    private int awaited;
    private boolean begun;

    /** @param plan its rate and timeout do not matter; there is one stream for each of its connections */
    EventStreams(LoadPlan plan, Loop loop) {
        this.plan = plan;
        this.loop = loop.next();
        this.bootstrap = new Bootstrap()
                .group(this.loop)
                .channel(loop.client())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        EventReader reader = new EventReader(plan, tally, EventStreams.this::arrived);
                        readers.add(reader);
                        channels.add(channel);
                        channel.pipeline()
                                .addLast(reader.reads(), new HttpResponseDecoder(4096, 65536, READ_BYTES), reader);
                    }
                });
    }

    EventTally run() {
        loop.execute(() -> {
            awaited = plan.connections();
            for (int i = 0; i < plan.connections(); i++) {
                bootstrap.connect(plan.address()).addListener(connected -> {
                    if (!connected.isSuccess()) {
                        tally.refused();
                        arrived();
                    }
                });
            }
            loop.schedule(this::begin, PATIENCE_SECONDS, TimeUnit.SECONDS);
        });
        return result.join();
    }

    private void arrived() {
        if (--awaited == 0) {
            begin();
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            loop.schedule(tally::begin, plan.warmUp().toNanos(), TimeUnit.NANOSECONDS);
            loop.schedule(this::leave, plan.warmUp().plus(plan.duration()).toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void leave() {
        readers.forEach(EventReader::leave);
        channels.forEach(Channel::close);
        result.complete(tally);
    }
}
