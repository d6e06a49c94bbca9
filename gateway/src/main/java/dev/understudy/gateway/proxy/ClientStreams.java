package dev.understudy.gateway.proxy;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Our side of the streams of one client's HTTP/2 connection, each kept with Netty's. */
final class ClientStreams {
    private final Http2Connection connection;
    private final Http2Connection.PropertyKey key;
    private final EndedStreams ended = new EndedStreams();

    ClientStreams(Http2Connection connection) {
        this.connection = connection;
        this.key = connection.newKey();
    }

    /** Null for one that is gone, or was never begun. */
    @Nullable
    Http2ClientStream numbered(int id) {
        return of(connection.stream(id));
    }

    @Nullable
    Http2ClientStream of(@Nullable Http2Stream stream) {
        return stream == null ? null : stream.getProperty(key);
    }

    void begun(Http2Stream stream, Http2ClientStream ours) {
        stream.setProperty(key, ours);
    }

    void closed(Http2Stream stream) {
        Http2ClientStream known = stream.removeProperty(key);
        if (known == null) {
            return;
        }
        if (!known.isReceiving()) {
            ended.ended(stream.id());
        }
        known.closed();
    }

    /** Whether it is closed and its client had said before that nothing more would come on it. */
    boolean isEnded(int id) {
        return ended.contains(id);
    }

    /** Those that are open now, for an action that may close some of them. */
    List<Http2ClientStream> active() {
        List<Http2ClientStream> streams = new ArrayList<>();
        forEach(streams::add);
        return streams;
    }

    /** For an action that closes none of them. */
    void forEach(Consumer<Http2ClientStream> action) {
        try {
            connection.forEachActiveStream(stream -> {
                Http2ClientStream known = of(stream);
                if (known != null) {
                    action.accept(known);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException("only a visitor throws it, and ours does not", e);
        }
    }
}
