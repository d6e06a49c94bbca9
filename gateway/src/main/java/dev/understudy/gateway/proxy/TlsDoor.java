package dev.understudy.gateway.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Waits behind the TLS handler for the handshake's end, and makes room for the protocol that was agreed on. */
final class TlsDoor extends ChannelInboundHandlerAdapter {
    private final Entrance entrance;
    private boolean refused;

    TlsDoor(Entrance entrance) {
        this.entrance = entrance;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            context.fireUserEventTriggered(event);
        } else if (handshake.isSuccess()) {
            SslHandler tls = context.pipeline().get(SslHandler.class);
            entrance.agreed(context.channel(), Spoken.of(tls.applicationProtocol()));
            context.pipeline().remove(this);
        } else if (!refused) {
            refused = true;
            entrance.refused(handshake.cause());
            context.close();
        }
    }

    /** What was wrong came with the handshake's end, and was counted there. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
