package dev.understudy.traffic;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** A model on 127.0.0.1 that answers, streams or fails as the path says, and as a whole as its mood is. */
final class SickModel implements AutoCloseable {
    private final Loop loop = new Loop("model");
    private final ModelTally tally = new ModelTally();
    private final SplittableRandom random = new SplittableRandom(7);
    private final ByteBuf answer;
    private final ServerBootstrap bootstrap;
    private final ChannelGroup connections;
    private Channel server;
    private final int port;
    private volatile Mood mood = Mood.WELL;

    /** @param answerBytes how long an answer is, of JSON; at least 14 */
    SickModel(int port, int answerBytes) {
        String text = "{\"hits\": [\"" + "x".repeat(Math.max(0, answerBytes - 14)) + "\"]}";
        this.answer = Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(text.length()).writeBytes(text.getBytes(StandardCharsets.US_ASCII)));
        this.connections = new DefaultChannelGroup(loop.next());
        this.bootstrap = new ServerBootstrap()
                .group(loop.next())
                .channel(loop.server())
                .option(ChannelOption.SO_BACKLOG, 4096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(new HttpServerCodec(), new ModelConnection(SickModel.this));
                    }
                });
        this.server = listen(port);
        this.port = ((InetSocketAddress) server.localAddress()).getPort();
    }

    private Channel listen(int port) {
        return bootstrap.bind("127.0.0.1", port).syncUninterruptibly().channel();
    }

    int port() {
        return port;
    }

    /** From the next request on, on old connections too. */
    void becomes(Mood next) {
        Mood before = mood;
        mood = next;
        if (next == Mood.REFUSING && before != Mood.REFUSING) {
            server.close().syncUninterruptibly();
            connections.close().awaitUninterruptibly();
        } else if (next != Mood.REFUSING && before == Mood.REFUSING) {
            server = listen(port);
        }
    }

    /** What it has seen so far, as one line. */
    String counts() {
        return loop.next().submit(tally::line).syncUninterruptibly().getNow();
    }

    Mood mood() {
        return mood;
    }

    ModelTally tally() {
        return tally;
    }

    double chance() {
        return random.nextDouble();
    }

    ByteBuf answer() {
        return answer.duplicate();
    }

    @Override
    public void close() {
        loop.close();
    }
}
