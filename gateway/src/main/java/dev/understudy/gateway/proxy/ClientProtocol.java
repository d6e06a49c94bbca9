package dev.understudy.gateway.proxy;

import io.netty.channel.ChannelHandler;

/** What talks with one client, and can be asked to stop. Its event loop only. */
interface ClientProtocol extends ChannelHandler {
    /** Closes once what was written is out; at once when no request is under way. */
    void drain();

    /** The same where a request has only begun to arrive, or its answer is out. */
    void drainAnswered();
}
