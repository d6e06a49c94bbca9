package dev.understudy.traffic;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;

/**
 * The reader of one event stream: how long was each event on its way, and did it come whole and alone?
 *
 * <p>An event says when it was sent by the clock that all processes of a machine share, {@link System#nanoTime}.
 */
final class EventReader extends ChannelInboundHandlerAdapter {
    private static final String END = "\n\n";

    private final LoadPlan plan;
    private final EventTally tally;
    private final Runnable arrival;
    private final StringBuilder pending = new StringBuilder();
    private final Reads reads = new Reads();
    private long pendingSince;
    private long lastRead = -1;
    private long expected;
    private boolean begun;
    private boolean leaving;
    private boolean arrived;

    /** @param arrival is told once: at the first event, or when there will be none */
    EventReader(LoadPlan plan, EventTally tally, Runnable arrival) {
        this.plan = plan;
        this.tally = tally;
        this.arrival = arrival;
    }

    /** What counts the reads of the socket; goes before the decoder. */
    Reads reads() {
        return reads;
    }

    void leave() {
        leaving = true;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(Unpooled.wrappedBuffer(plan.request("events", 0)));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpResponse response) {
                begun = response.status().code() == 200;
                if (!begun) {
                    tally.refused();
                    leaving = true;
                    arrive();
                    context.close();
                }
            }
            if (begun && message instanceof HttpContent content) {
                take(content.content().toString(StandardCharsets.UTF_8));
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(String text) {
        if (pending.length() == 0) {
            pendingSince = reads.count;
        }
        pending.append(text);
        for (int end = pending.indexOf(END); end >= 0; end = pending.indexOf(END)) {
            event(pending.substring(0, end), System.nanoTime());
            pending.delete(0, end + END.length());
            pendingSince = reads.count;
        }
    }

    private void event(String event, long now) {
        if (!event.startsWith("data: ")) {
            return;
        }
        arrive();
        String[] fields = event.substring("data: ".length()).split(" ", 3);
        tally.event(now - Long.parseLong(fields[0]));
        long number = Long.parseLong(fields[1]);
        if (number != expected) {
            tally.missing(Math.abs(number - expected));
        }
        expected = number + 1;
        if (pendingSince != reads.count) {
            tally.split();
        }
        if (lastRead == reads.count) {
            tally.merged();
        }
        lastRead = reads.count;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!leaving) {
            tally.ended();
        }
        arrive();
    }

    private void arrive() {
        if (!arrived) {
            arrived = true;
            arrival.run();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // counted as ended there
    }

    /** Counts how often the socket was read. */
    static final class Reads extends ChannelInboundHandlerAdapter {
        private long count;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            count++;
            context.fireChannelRead(message);
        }
    }
}
