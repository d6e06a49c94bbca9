package dev.understudy.gateway.proxy;

import dev.understudy.config.Listen;
import dev.understudy.gateway.upstream.Hop;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where one client's connection comes from, found when it is first asked for. Its event loop only. */
final class LastHop {
    private final Listen listen;
    private @Nullable Hop found;

    LastHop(Listen listen) {
        this.listen = listen;
    }

    /** Always of the same channel. */
    Hop of(Channel channel) {
        Hop known = found;
        if (known == null) {
            known = find(channel);
            found = known;
        }
        return known;
    }

    private Hop find(Channel channel) {
        String scheme = channel.pipeline().get(SslHandler.class) == null ? "http" : "https";
        return channel.remoteAddress() instanceof InetSocketAddress remote && remote.getAddress() != null
                ? new Hop(
                        remote.getAddress().getHostAddress(),
                        scheme,
                        listen.trusts(remote.getAddress()) ? Hop.Trust.TRUSTED : Hop.Trust.UNKNOWN)
                : new Hop("unknown", scheme, Hop.Trust.UNKNOWN);
    }
}
