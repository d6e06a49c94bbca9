package dev.understudy.gateway.proxy;

import dev.understudy.config.Listen;
import dev.understudy.gateway.http2.RequestFields;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What Netty has checked of one client's frames becomes requests and pieces of their bodies. */
final class ClientFrames extends Http2EventAdapter {
    private final Worker worker;
    private final Http2ClientConnection client;
    private final Listen listen;
    private final Http2Connection connection;
    private final ClientStreams streams;
    private final SkippedStreams skipped = new SkippedStreams();
    private final List<Http2ClientStream> touched = new ArrayList<>();

    ClientFrames(
            Worker worker,
            Http2ClientConnection client,
            Listen listen,
            Http2Connection connection,
            ClientStreams streams) {
        this.worker = worker;
        this.client = client;
        this.listen = listen;
        this.connection = connection;
        this.streams = streams;
    }

    /** Whether the client left this number out, so that it may not come any more. */
    boolean isSkipped(int streamId) {
        return skipped.contains(streamId);
    }

    /** Everything that arrived at once was handed over. */
    void batchEnded() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).batchEnded();
        }
        touched.clear();
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext reader,
            int streamId,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean last)
            throws Http2Exception {
        onHeadersRead(reader, streamId, headers, padding, last);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext reader, int streamId, Http2Headers headers, int padding, boolean last)
            throws Http2Exception {
        Http2Stream stream = connection.stream(streamId);
        Http2ClientStream known = streams.of(stream);
        if (stream == null) {
            return;
        }
        if (known != null) {
            if (RequestFields.trailers(headers).isEmpty()) {
                throw malformed(streamId);
            }
            pass(known, Unpooled.EMPTY_BUFFER, 0, true);
            return;
        }
        Optional<RequestHead> head = RequestFields.head(headers, last);
        if (head.isEmpty()) {
            worker.plane().meters().failure(Failure.MALFORMED_REQUEST);
            throw malformed(streamId);
        }
        skipped.begun(streamId);
        Http2ClientStream begun = new Http2ClientStream(client, listen, stream, head.get());
        streams.begun(stream, begun);
        begun.begin(worker, head.get(), client.arrivedNanos());
        if (last) {
            pass(begun, Unpooled.EMPTY_BUFFER, 0, true);
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext reader, int streamId, ByteBuf data, int padding, boolean last) {
        Http2ClientStream known = streams.numbered(streamId);
        int bytes = data.readableBytes() + padding;
        return known == null ? bytes : pass(known, data, bytes, last);
    }

    private int pass(Http2ClientStream stream, ByteBuf piece, int bytes, boolean last) {
        if (!touched.contains(stream)) {
            touched.add(stream);
        }
        return stream.receive(piece, bytes, last);
    }

    private Http2Exception malformed(int streamId) {
        return Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, "malformed");
    }
}
