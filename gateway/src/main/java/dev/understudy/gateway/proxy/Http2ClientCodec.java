package dev.understudy.gateway.proxy;

import dev.understudy.config.Listen;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;

/** Puts Netty's HTTP/2 together for one client's connection, with each of its limits against floods. */
final class Http2ClientCodec extends AbstractHttp2ConnectionHandlerBuilder<Http2ClientConnection, Http2ClientCodec> {
    private static final int STREAM_WINDOW_BYTES = 64 * 1024 - 1;
    /** Of the client's own (rapid reset), and of ours that it provokes (CVE-2025-8671), within 30 seconds. */
    private static final int RESETS_MAX = 200;

    private static final int RESETS_SECONDS = 30;
    private static final int EMPTY_DATA_MAX = 2;
    private static final int SMALL_CONTINUATIONS_MAX = 16;
    private static final int QUEUED_CONTROL_FRAMES_MAX = 1000;

    private final Worker worker;
    private final Listen listen;
    private final FrameWatch watch = new FrameWatch();

    private Http2ClientCodec(Worker worker, Listen listen) {
        this.worker = worker;
        this.listen = listen;
    }

    static Http2ClientConnection connection(Worker worker, Listen listen) {
        Http2ClientCodec codec = new Http2ClientCodec(worker, listen);
        return codec.server(true)
                .validateHeaders(true)
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(listen.limits().streams())
                        .maxHeaderListSize(listen.limits().headerBytes())
                        .initialWindowSize(STREAM_WINDOW_BYTES))
                .decoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
                .decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_DATA_MAX)
                .decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS_MAX)
                .encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL_FRAMES_MAX)
                .frameLogger(codec.watch)
                .gracefulShutdownTimeoutMillis(listen.timeouts().idle().toMillis())
                .build();
    }

    @Override
    protected Http2ClientConnection build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        return new Http2ClientConnection(worker, listen, watch, decoder, encoder, settings);
    }
}
