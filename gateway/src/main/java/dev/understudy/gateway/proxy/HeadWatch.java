package dev.understudy.gateway.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Stands before the decoder and notes when a request's first byte arrives. */
final class HeadWatch extends ChannelInboundHandlerAdapter {
    private final ClientConnection client;

    HeadWatch(ClientConnection client) {
        this.client = client;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        client.bytesArrived();
        context.fireChannelRead(message);
    }
}
