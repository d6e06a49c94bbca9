package dev.understudy.gateway.proxy;

import dev.understudy.config.Listen;
import dev.understudy.gateway.http2.AnswerFields;
import dev.understudy.gateway.upstream.Hop;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.Grpc;
import dev.understudy.gateway.wire.HttpFields;
import dev.understudy.gateway.wire.RequestHead;
import dev.understudy.gateway.wire.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client's HTTP/2 connection and its answer. What of its body nobody has taken yet is not given back to the
 * client's window, so that the client feels a slow model.
 */
final class Http2ClientStream implements ClientStream {
    private static final long DISCARDED_BYTES_MAX = 256 * 1024;

    private final Http2ClientConnection connection;
    private final Listen.Timeouts timeouts;
    private final Http2Stream stream;
    private final boolean bodiless;
    private final ClientPace sending;
    private final ClientPace taking;
    private @Nullable Exchange exchange;
    /** The answer's head, until it is known whether anything follows. */
    private @Nullable Http2Headers held;

    private boolean receiving = true;
    private boolean answered;
    /** Whether the answer began while the request went on. */
    private boolean bothWays;

    private boolean paused;
    private int unconsumed;
    private long discardedBytes;
    private boolean blocked;
    private long receivedNanos;
    /** When the answer went on last. */
    private long sentNanos;
    /** When its end was said. */
    private long answeredNanos;

    Http2ClientStream(Http2ClientConnection connection, Listen listen, Http2Stream stream, RequestHead head) {
        this.connection = connection;
        this.timeouts = listen.timeouts();
        this.stream = stream;
        this.bodiless = head.isHead();
        int leastRate = listen.limits().minBytesPerSecond();
        // The messages of a stream of gRPC come when there is something to say.
        this.sending = new ClientPace(timeouts.body(), Grpc.isSpoken(head.fields()) ? 0 : leastRate);
        this.taking = new ClientPace(timeouts.idle(), leastRate);
        this.receivedNanos = System.nanoTime();
        this.sentNanos = receivedNanos;
        sending.begin(receivedNanos);
        taking.begin(receivedNanos);
    }

    /** The request's head is here. */
    void begin(Worker worker, RequestHead head, long originNanos) {
        Exchange begun = new Exchange(worker, this, head, originNanos);
        exchange = begun;
        begun.begin();
    }

    /** Whether more of the request is to come. */
    boolean isReceiving() {
        return receiving;
    }

    /**
     * A piece of the request, the caller's to release.
     *
     * @param bytes what it took of the client's window
     * @return how much of that can be given back at once
     */
    int receive(ByteBuf piece, int bytes, boolean last) {
        receiving = !last;
        receivedNanos = System.nanoTime();
        sending.moved(piece.readableBytes(), receivedNanos);
        paused = paused && receiving;
        Exchange current = exchange;
        if (current == null) {
            return bytes;
        }
        discardedBytes += answered ? bytes : 0;
        current.content(piece.retainedDuplicate(), last);
        if (answered && receiving && discardedBytes > DISCARDED_BYTES_MAX && !connection.hasWaiting(stream)) {
            connection.reset(stream, Http2Error.NO_ERROR);
        }
        if (!paused) {
            return bytes;
        }
        unconsumed += bytes;
        return 0;
    }

    void batchEnded() {
        if (exchange != null) {
            exchange.requestBatchEnded();
        }
    }

    void writable() {
        blocked = false;
        taking.begin(System.nanoTime());
        if (exchange != null && !answered) {
            exchange.clientWritable();
        }
    }

    /** So much of the answer's body goes out now: the client had room for it. */
    void sent(int bytes) {
        sentNanos = System.nanoTime();
        taking.moved(bytes, sentNanos);
    }

    /** Nothing goes in or out any more, for whatever reason. */
    void closed() {
        Exchange current = exchange;
        exchange = null;
        held = null;
        if (current != null && !answered) {
            answered = true;
            current.clientGone();
        } else if (current != null && receiving) {
            current.requestGivenUp();
        }
    }

    /**
     * Ends it when the client has let us wait too long, with its request or with its reading; else says in how many
     * nanoseconds it will have.
     */
    long look(long now) {
        Exchange current = exchange;
        long request = forRequest(now);
        long reading = forReading(now);
        if (request >= 0 && reading >= 0) {
            return Math.min(request, reading);
        }
        if (request >= 0) {
            connection.slow(stream);
        } else if (answered || current == null) {
            connection.reset(stream, Http2Error.NO_ERROR);
        } else {
            current.requestBroken(Failure.REQUEST_TIMEOUT);
        }
        return ClientWait.EVER_NANOS;
    }

    private long forRequest(long now) {
        if (!receiving || paused || (answered && connection.hasWaiting(stream))) {
            return ClientWait.EVER_NANOS;
        }
        if (answered) {
            return answeredNanos + timeouts.body().toNanos() - now;
        }
        return bothWays ? Math.max(receivedNanos, sentNanos) + timeouts.stream().toNanos() - now : sending.left(now);
    }

    private void answered() {
        answered = true;
        answeredNanos = System.nanoTime();
    }

    private long forReading(long now) {
        return blocked || connection.hasWaiting(stream) ? taking.left(now) : ClientWait.EVER_NANOS;
    }

    @Override
    public Hop hop() {
        return connection.hop();
    }

    @Override
    public long arrivedNanos() {
        return receivedNanos;
    }

    @Override
    public boolean isWritable() {
        return connection.isWritable(stream);
    }

    @Override
    public void sendContinue() {
        connection.headers(stream, AnswerFields.status(100), false);
        connection.flushSoon();
    }

    @Override
    public void pauseReading() {
        paused = receiving;
    }

    @Override
    public void resumeReading() {
        paused = false;
        receivedNanos = System.nanoTime();
        sending.begin(receivedNanos);
        int taken = unconsumed;
        unconsumed = 0;
        if (taken > 0) {
            connection.consumed(stream, taken);
        }
    }

    @Override
    public void interim(ResponseHead head) {
        connection.headers(stream, AnswerFields.of(head, true), false);
        connection.flushSoon();
    }

    @Override
    public void head(ResponseHead head, Trimmings trimmings) {
        Http2Headers headers = AnswerFields.of(head, !trimmings.isMixed());
        if (!head.fields().contains(FieldName.DATE)) {
            headers.set(HttpHeaderNames.DATE, new AsciiString(connection.date()));
        }
        long length = trimmings.length() >= 0 ? trimmings.length() : head.contentLength();
        if (length >= 0 && head.status() != 204) {
            headers.setLong(HttpHeaderNames.CONTENT_LENGTH, length);
        }
        headers.set(HttpFields.PAIR_ID, new AsciiString(trimmings.pairId()));
        String revealed = trimmings.revealed();
        if (revealed != null) {
            headers.set(HttpFields.MODEL, new AsciiString(revealed));
        }
        held = headers;
        bothWays = receiving;
    }

    @Override
    public void content(ByteBuf piece) {
        release(false);
        if (piece.isReadable()) {
            sentNanos = System.nanoTime();
            taking.begin(sentNanos);
            connection.data(stream, piece, false);
            blocked = !connection.isWritable(stream);
        } else {
            piece.release();
        }
    }

    @Override
    public void end(Fields trailers) {
        answered();
        Http2Headers behind = trailers.size() == 0 ? null : AnswerFields.trailers(trailers);
        if (behind != null && !behind.isEmpty()) {
            release(false);
            connection.headers(stream, behind, true);
        } else if (held != null) {
            release(true);
        } else {
            connection.data(stream, Unpooled.EMPTY_BUFFER, true);
        }
        resumeReading();
    }

    @Override
    public void flush() {
        release(false);
        connection.flushSoon();
    }

    @Override
    public void page(Page page) {
        answered();
        Http2Headers headers = AnswerFields.status(page.status());
        headers.set(HttpHeaderNames.DATE, new AsciiString(connection.date()));
        boolean empty = page.json().length == 0;
        if (!empty) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, AsciiString.of("application/json"));
            headers.setLong(HttpHeaderNames.CONTENT_LENGTH, page.json().length);
        }
        String allow = page.allow();
        if (allow != null) {
            headers.set(HttpHeaderNames.ALLOW, new AsciiString(allow));
        }
        String pairId = page.pairId();
        if (pairId != null) {
            headers.set(HttpFields.PAIR_ID, new AsciiString(pairId));
        }
        if (page.retryAfterSeconds() > 0) {
            headers.setInt(HttpHeaderNames.RETRY_AFTER, page.retryAfterSeconds());
        }
        taking.begin(answeredNanos);
        connection.headers(stream, headers, bodiless || empty);
        if (!bodiless && !empty) {
            connection.data(stream, Unpooled.wrappedBuffer(page.json()), true);
        }
        connection.flushSoon();
        resumeReading();
    }

    @Override
    public void abort() {
        answered = true;
        connection.reset(stream, Http2Error.INTERNAL_ERROR);
    }

    private void release(boolean last) {
        Http2Headers headers = held;
        if (headers != null) {
            held = null;
            connection.headers(stream, headers, last);
        }
    }
}
