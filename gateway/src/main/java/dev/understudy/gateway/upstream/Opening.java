package dev.understudy.gateway.upstream;

import dev.understudy.gateway.wire.Failure;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;

/** Who waits for a connection to be made. Event loop. */
interface Opening {
    /** It is being made; closing the channel gives it up. Comes first. */
    default void begun(Channel channel) {}

    /** What speaks on the connection, once there is something to speak through. */
    ChannelHandler handler(Channel channel);

    /** The handler is in its place. */
    void opened();

    /** There will be no connection; comes instead of {@link #opened}. */
    void failed(Failure why);
}
