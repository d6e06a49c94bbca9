package dev.understudy.gateway.upstream;

import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.ResponseCheck;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One question to one model: a place, a connection, the request up, the response down, an end. All of it on one event
 * loop; request pieces that cannot be sent yet wait here, so the caller stops reading while {@link #isWritable} is false.
 */
public final class Call {
    private static final Set<HttpMethod> REPEATABLE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final int INFORMATIONAL_MAX = 16;

    private final ConnectionPool pool;
    private final Upstream upstream;
    private final Lane lane;
    private final Ask ask;
    private final boolean legacy;
    private final Deadlines deadlines;
    private final CallListener listener;
    private final ArrayDeque<HttpContent> waiting = new ArrayDeque<>(2);

    private @Nullable Endpoint endpoint;
    private @Nullable ChannelFuture connecting;
    private @Nullable Connection connection;
    private @Nullable HttpResponse response;
    private @Nullable Failure failure;
    private @Nullable Future<?> timer;
    private boolean reused;
    private boolean keepAlive;
    private boolean requestSent;
    private boolean skipping;
    private boolean over;
    private boolean paused;
    private int informational;
    private int attempts;
    private long startNanos;
    private long sentNanos;
    private long firstByteNanos;
    private long lastByteNanos;
    private long progressNanos;

    /** @param legacy whether the model gets the caller's credentials */
    public Call(
            ConnectionPool pool,
            Upstream upstream,
            Lane lane,
            Ask ask,
            boolean legacy,
            Deadlines deadlines,
            CallListener listener) {
        this.pool = pool;
        this.upstream = upstream;
        this.lane = lane;
        this.ask = ask;
        this.legacy = legacy;
        this.deadlines = deadlines;
        this.listener = listener;
    }

    /** Begins. A refusal comes to the listener before this returns. */
    public void start() {
        startNanos = System.nanoTime();
        Optional<Failure> refusal = lane.enter();
        if (refusal.isPresent()) {
            end(refusal.get());
            listener.failed(refusal.get());
            return;
        }
        connect();
    }

    /** Sends a piece of the request, or keeps it until it can be sent; takes the piece in any case. */
    public void write(HttpContent content) {
        if (over || requestSent) {
            content.release();
            return;
        }
        Connection current = connection;
        if (current == null) {
            waiting.add(content);
        } else {
            send(current, content);
        }
    }

    /** Sends what {@link #write} left in the channel's buffer. */
    public void flush() {
        Connection current = connection;
        if (current != null && !over) {
            current.channel().flush();
        }
    }

    public boolean isWritable() {
        Connection current = connection;
        return over || (current == null ? waiting.isEmpty() : current.channel().isWritable());
    }

    /** Stops taking the response; the model feels it when its socket's buffers are full. */
    public void pause() {
        Connection current = connection;
        if (current != null && !over && !paused) {
            paused = true;
            current.channel().config().setAutoRead(false);
        }
    }

    public void resume() {
        Connection current = connection;
        if (current != null && !over && paused) {
            paused = false;
            progressNanos = System.nanoTime();
            current.channel().config().setAutoRead(true);
        }
    }

    /** Gives up without telling the listener; says nothing of the model. */
    public void cancel(Failure why) {
        if (!over) {
            end(why);
            lane.abandon();
            closeConnection();
        }
    }

    /** Gives up on an answer that will not be used, without telling the listener; counts against the model. */
    public void reject(Failure why) {
        if (!over) {
            end(why);
            lane.leave(false, System.nanoTime() - startNanos);
            closeConnection();
        }
    }

    public boolean isOver() {
        return over;
    }

    /** Null until one was chosen. */
    public @Nullable String endpoint() {
        return endpoint == null ? null : endpoint.text();
    }

    public int attempts() {
        return attempts;
    }

    public @Nullable Failure failure() {
        return failure;
    }

    public @Nullable HttpResponse response() {
        return response;
    }

    /** 0 for what did not happen; otherwise of {@link System#nanoTime}. */
    public long sentNanos() {
        return sentNanos;
    }

    public long firstByteNanos() {
        return firstByteNanos;
    }

    public long lastByteNanos() {
        return lastByteNanos;
    }

    private void connect() {
        Endpoint chosen = upstream.next();
        endpoint = chosen;
        attempts++;
        ConnectionPool.Key key = new ConnectionPool.Key(chosen.host(), chosen.port(), lane.isShadow());
        Optional<Connection> idle = attempts == 1 ? pool.take(key) : Optional.empty();
        reused = idle.isPresent();
        if (idle.isPresent()) {
            connected(idle.get());
            return;
        }
        progressNanos = System.nanoTime();
        ChannelFuture attempt = pool.connect(key, connectNanos());
        connecting = attempt;
        attempt.addListener(future -> {
            connecting = null;
            Connection fresh = attempt.channel().pipeline().get(Connection.class);
            if (over) {
                attempt.channel().close();
            } else if (future.isSuccess() && fresh != null) {
                connected(fresh);
            } else {
                fail(
                        future.cause() instanceof ConnectTimeoutException
                                ? Failure.CONNECT_TIMEOUT
                                : Failure.CONNECT_REFUSED);
            }
        });
        if (timer == null) {
            watch();
        }
    }

    private void connected(Connection ready) {
        connection = ready;
        ready.carry(this, ask.method());
        Endpoint chosen = Objects.requireNonNull(endpoint);
        HttpHeaders headers = ask.headersFor(upstream, chosen, legacy);
        sentNanos = System.nanoTime();
        progressNanos = sentNanos;
        ready.channel()
                .write(new DefaultHttpRequest(
                        HttpVersion.HTTP_1_1, ask.method(), chosen.basePath() + ask.target(), headers));
        while (connection == ready && !waiting.isEmpty()) {
            send(ready, waiting.remove());
        }
        if (connection == ready) {
            ready.channel().flush();
            if (timer == null) {
                watch();
            }
            listener.writable();
        }
    }

    private void send(Connection current, HttpContent content) {
        if (content instanceof LastHttpContent) {
            requestSent = true;
        }
        progressNanos = System.nanoTime();
        current.channel().write(content, current.channel().voidPromise());
    }

    /** From the connection: a piece of the response. */
    void received(HttpObject message) {
        if (over) {
            ReferenceCountUtil.release(message);
            return;
        }
        progressNanos = System.nanoTime();
        if (message.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            fail(Failure.BAD_RESPONSE);
        } else if (message instanceof HttpResponse head) {
            head(head);
        } else if (message instanceof HttpContent content) {
            content(content);
        }
    }

    private void head(HttpResponse head) {
        int status = head.status().code();
        if (status >= 200 && status < 600) {
            if (!ResponseCheck.isReadable(head)) {
                fail(Failure.BAD_RESPONSE);
                return;
            }
            firstByteNanos = progressNanos;
            response = head;
            keepAlive = HttpUtil.isKeepAlive(head);
            listener.head(head);
        } else if (status >= 100 && status < 200 && status != 101 && ++informational <= INFORMATIONAL_MAX) {
            skipping = true;
        } else {
            fail(Failure.BAD_RESPONSE);
        }
    }

    private void content(HttpContent content) {
        if (skipping) {
            skipping = !(content instanceof LastHttpContent);
            content.release();
            return;
        }
        boolean last = content instanceof LastHttpContent;
        if (content.content().isReadable()) {
            lastByteNanos = progressNanos;
            listener.content(content, progressNanos);
        } else {
            content.release();
        }
        if (last && !over) {
            complete();
        }
    }

    private void complete() {
        HttpResponse head = Objects.requireNonNull(response);
        Connection current = Objects.requireNonNull(connection);
        lastByteNanos = progressNanos;
        end(null);
        lane.leave(head.status().code() < 500, lastByteNanos - startNanos);
        if (requestSent && keepAlive) {
            connection = null;
            current.rest(lastByteNanos);
        } else {
            closeConnection();
        }
        listener.ended();
    }

    void batchEnded() {
        listener.batchEnded();
    }

    void writable() {
        if (!over) {
            listener.writable();
        }
    }

    /** From the connection: it is closed, or as good as. */
    void broken() {
        if (over) {
            return;
        }
        if (reused && response == null && ask.contentLength() == 0 && REPEATABLE.contains(ask.method())) {
            closeConnection();
            if (requestSent) {
                requestSent = false;
                waiting.add(LastHttpContent.EMPTY_LAST_CONTENT);
            }
            connect();
        } else {
            fail(Failure.RESET);
        }
    }

    private void fail(Failure why) {
        if (over) {
            return;
        }
        end(why);
        lane.leave(false, System.nanoTime() - startNanos);
        closeConnection();
        listener.failed(why);
    }

    private void end(@Nullable Failure why) {
        over = true;
        failure = why;
        Future<?> pending = timer;
        if (pending != null) {
            pending.cancel(false);
        }
        for (HttpContent content = waiting.poll(); content != null; content = waiting.poll()) {
            content.release();
        }
        listener.over();
    }

    private void closeConnection() {
        Connection current = connection;
        ChannelFuture attempt = connecting;
        if (current != null) {
            connection = null;
            current.close();
        } else if (attempt != null) {
            attempt.channel().close();
        }
    }

    /**
     * Looks when the next deadline may have passed; one pending look per call, whatever arrives meanwhile. What arrives may
     * put another deadline in force, so the next look is never further away than the shorter one.
     */
    private void watch() {
        if (over) {
            return;
        }
        long now = System.nanoTime();
        long total = startNanos + deadlines.total() - now;
        long silent = silence(now);
        if (total <= 0) {
            fail(
                    isUnbegun() && deadlines.late() == Failure.TOTAL_TIMEOUT
                            ? Failure.FIRST_BYTE_TIMEOUT
                            : deadlines.late());
        } else if (silent <= 0) {
            fail(
                    connection == null
                            ? Failure.CONNECT_TIMEOUT
                            : response == null ? Failure.FIRST_BYTE_TIMEOUT : Failure.IDLE_TIMEOUT);
        } else {
            long shorter = Math.min(deadlines.firstByte(), deadlines.idle());
            timer = pool.loop().schedule(this::watch, Math.min(Math.min(total, silent), shorter), TimeUnit.NANOSECONDS);
        }
    }

    /** How much longer nothing may happen. While the client keeps us waiting, with its request or its reading, it may. */
    private long silence(long now) {
        if (connection == null) {
            return progressNanos + connectNanos() - now;
        }
        if (paused || (!requestSent && isWritable())) {
            return deadlines.idle();
        }
        return progressNanos + (isUnbegun() ? deadlines.firstByte() : deadlines.idle()) - now;
    }

    /** Whether the model has all of the request and has not begun to answer. */
    private boolean isUnbegun() {
        return response == null && requestSent;
    }

    private long connectNanos() {
        return Math.min(deadlines.connect(), deadlines.total());
    }
}
