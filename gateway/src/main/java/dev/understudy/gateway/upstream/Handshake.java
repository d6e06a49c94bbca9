package dev.understudy.gateway.upstream;

import dev.understudy.gateway.wire.Failure;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Waits for TLS to stand, then gives its place to what speaks through it. */
final class Handshake extends ChannelInboundHandlerAdapter {
    private final Tls tls;
    private final boolean http2;
    private final Opening opening;

    Handshake(Tls tls, boolean http2, Opening opening) {
        this.tls = tls;
        this.http2 = http2;
        this.opening = opening;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent completion)) {
            context.fireUserEventTriggered(event);
        } else if (!completion.isSuccess()) {
            context.close();
            opening.failed(tls.failure(completion.cause()));
        } else if (http2 && !isHttp2Agreed(context)) {
            context.close();
            opening.failed(Failure.NO_HTTP2);
        } else {
            context.pipeline().replace(this, "spoken", opening.handler(context.channel()));
            opening.opened();
        }
    }

    /** What there is to say is said by the event. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private static boolean isHttp2Agreed(ChannelHandlerContext context) {
        SslHandler handler = context.pipeline().get(SslHandler.class);
        return ApplicationProtocolNames.HTTP_2.equals(handler.applicationProtocol());
    }
}
