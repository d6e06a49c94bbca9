package dev.understudy.traffic;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Both sides of one connection through a broken network. Used on the network's event loop alone.
 *
 * <p>Whatever was read is passed on before more is read, so it holds at most one read of each direction.
 */
final class FaultyConnection {
    private static final long DRIP_MILLIS = 50;

    private final FaultProxy network;
    private final Channel near;
    private final Channel far;
    private ByteBuf held = Unpooled.EMPTY_BUFFER;
    private boolean dead;
    private boolean dripping;
    private boolean answerEnded;

    FaultyConnection(FaultProxy network, Channel near, Bootstrap bootstrap, InetSocketAddress target) {
        this.network = network;
        this.near = near;
        near.pipeline().addLast(new Requests());
        this.far = bootstrap
                .handler(new Answers())
                .connect(target)
                .addListener(connected -> {
                    if (connected.isSuccess()) {
                        readBoth();
                    } else {
                        close();
                    }
                })
                .channel();
        faultChanged();
    }

    private void readBoth() {
        if (!dead) {
            near.read();
            far.read();
        }
    }

    /** A connection that met {@link Fault#HALF_OPEN} stays dead; any other goes by the present fault. */
    void faultChanged() {
        if (network.fault() == Fault.HALF_OPEN && !dead) {
            dead = true;
            network.broke();
        }
        if (held.isReadable() && !dripping) {
            passAnswer();
        }
    }

    private void passAnswer() {
        if (dead) {
            return;
        }
        switch (network.fault()) {
            case NONE -> near.writeAndFlush(taken(held.readableBytes())).addListener(written -> answerPassed());
            case RESET -> {
                network.broke();
                near.config().setOption(ChannelOption.SO_LINGER, 0);
                far.config().setOption(ChannelOption.SO_LINGER, 0);
                close();
            }
            case CUT -> {
                network.broke();
                near.writeAndFlush(taken(held.readableBytes() / 2)).addListener(written -> close());
            }
            case DRIP -> drip();
            case STALL, HALF_OPEN -> {
                // held until the fault changes
            }
        }
    }

    private void drip() {
        dripping = true;
        near.writeAndFlush(taken(1));
        near.eventLoop()
                .schedule(
                        () -> {
                            dripping = false;
                            if (held.isReadable()) {
                                passAnswer();
                            } else {
                                answerPassed();
                            }
                        },
                        DRIP_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** The first bytes of what is held; all of them end the holding. */
    private ByteBuf taken(int bytes) {
        ByteBuf piece = held.readRetainedSlice(bytes);
        if (!held.isReadable()) {
            held.release();
            held = Unpooled.EMPTY_BUFFER;
        }
        return piece;
    }

    private void answerPassed() {
        if (answerEnded) {
            passEnd(near);
        } else if (!dead) {
            far.read();
        }
    }

    private void passEnd(Channel to) {
        if (dead) {
            return;
        }
        ((DuplexChannel) to).shutdownOutput();
        if (((DuplexChannel) near).isInputShutdown() && ((DuplexChannel) far).isInputShutdown()) {
            close();
        }
    }

    private void close() {
        near.close();
        far.close();
        held.release();
        held = Unpooled.EMPTY_BUFFER;
        network.gone(this);
    }

    /** What comes from the gateway. */
    private final class Requests extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (dead) {
                bytes.release();
            } else {
                far.writeAndFlush(bytes).addListener(written -> near.read());
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                passEnd(far);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close(); // a reset is passed on as an end of both sides
        }
    }

    /** What comes from the model. */
    private final class Answers extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            held.release();
            held = (ByteBuf) message;
            passAnswer();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                answerEnded = true;
                if (!held.isReadable()) {
                    passEnd(near);
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (!dead) {
                close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
