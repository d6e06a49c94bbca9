package dev.understudy.gateway.upstream;

import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.HeadBytes;
import dev.understudy.gateway.wire.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ConnectTimeoutException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One question to one model: a place, a connection, the request up, the response down, an end. All of it on one event
 * loop; request pieces that cannot be sent yet wait here, so the caller stops reading while {@link #isWritable} is false.
 */
public final class Call {
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS");
    private static final int INFORMATIONAL_MAX = 16;

    private final ConnectionPool pool;
    private final Upstream upstream;
    private final Lane lane;
    private final Ask ask;
    private final boolean legacy;
    private final Deadlines deadlines;
    private final CallListener listener;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(2);

    /** The calls that the loop's {@link DeadlineWatch} looks after hold each other. */
    @Nullable
    Call previousWatched;

    @Nullable
    Call nextWatched;

    private @Nullable Endpoint endpoint;
    private @Nullable ChannelFuture connecting;
    private @Nullable Connection connection;
    private @Nullable ResponseHead response;
    private @Nullable Failure failure;
    private boolean reused;
    private boolean starting;
    private boolean watched;
    private boolean complete;
    private boolean requestSent;
    private boolean over;
    private boolean paused;
    private int informational;
    private int attempts;
    private long startNanos;
    private long sentNanos;
    private long firstByteNanos;
    private long lastByteNanos;
    private long progressNanos;
    private long lookNanos;

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

    /**
     * Begins. A refusal comes to the listener before this returns. What of an incomplete request could be written at once
     * goes out with the next {@link #flush}.
     */
    public void start() {
        startNanos = System.nanoTime();
        Optional<Failure> refusal = lane.enter();
        if (refusal.isPresent()) {
            end(refusal.get());
            listener.failed(refusal.get());
            return;
        }
        starting = true;
        connect();
        starting = false;
    }

    /** Sends a piece of the request, or keeps it until it can be sent; takes the piece in any case. */
    public void write(ByteBuf piece, boolean last) {
        if (over || complete) {
            piece.release();
            return;
        }
        complete = last;
        Connection current = connection;
        if (current == null) {
            waiting.add(piece);
        } else {
            send(current, piece);
            finish(current);
        }
    }

    /** Sends what {@link #write} left in the connection's buffer. */
    public void flush() {
        Connection current = connection;
        if (current != null && !over) {
            current.outbox().flush();
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

    public @Nullable ResponseHead response() {
        return response;
    }

    /** When it was begun; of {@link System#nanoTime}. */
    public long startNanos() {
        return startNanos;
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
        ConnectionPool.Key key = lane.isShadow() ? chosen.shadow() : chosen.primary();
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
        watch();
    }

    private void connected(Connection ready) {
        connection = ready;
        ready.carry(this, ask.head().isHead());
        HeadBytes head = pool.scratch().head();
        ask.write(head, upstream, Objects.requireNonNull(endpoint), legacy);
        sentNanos = System.nanoTime();
        progressNanos = sentNanos;
        ready.outbox().head(head);
        while (!waiting.isEmpty()) {
            send(ready, waiting.remove());
        }
        finish(ready);
        watch();
        if (!starting || complete) {
            ready.outbox().flush();
        }
        if (!starting && connection == ready) {
            listener.writable();
        }
    }

    private void send(Connection current, ByteBuf piece) {
        progressNanos = System.nanoTime();
        if (ask.isChunked()) {
            current.outbox().chunk(piece);
        } else {
            current.outbox().piece(piece);
        }
    }

    private void finish(Connection current) {
        if (complete && !requestSent) {
            requestSent = true;
            if (ask.isChunked()) {
                current.outbox().lastChunk();
            }
        }
    }

    /** From the connection: the head of a response. */
    void head(ResponseHead head) {
        progressNanos = System.nanoTime();
        if (!head.isInterim()) {
            firstByteNanos = progressNanos;
            response = head;
            listener.head(head);
        } else if (head.status() == 101 || ++informational > INFORMATIONAL_MAX) {
            fail(Failure.BAD_RESPONSE);
        }
    }

    /** From the connection: a piece of the response's body. */
    void content(ByteBuf piece) {
        progressNanos = System.nanoTime();
        lastByteNanos = progressNanos;
        listener.content(piece, progressNanos);
    }

    /** From the connection: the response is complete. */
    void bodyEnded() {
        ResponseHead head = Objects.requireNonNull(response);
        Connection current = Objects.requireNonNull(connection);
        lastByteNanos = progressNanos;
        end(null);
        lane.leave(head.status() < 500, lastByteNanos - startNanos);
        if (requestSent && head.keepAlive()) {
            connection = null;
            current.rest(lastByteNanos);
        } else {
            closeConnection();
        }
        listener.ended(Fields.NONE);
    }

    /** From the connection: what came is no response. */
    void malformed() {
        fail(Failure.BAD_RESPONSE);
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
        if (reused
                && response == null
                && !ask.head().hasBody()
                && REPEATABLE.contains(ask.head().method())) {
            closeConnection();
            requestSent = false;
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
        if (watched) {
            watched = false;
            pool.deadlines().remove(this);
        }
        for (ByteBuf piece = waiting.poll(); piece != null; piece = waiting.poll()) {
            piece.release();
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

    private void watch() {
        if (!over && !watched) {
            lookNanos = System.nanoTime() + pause(progressNanos);
            watched = true;
            pool.deadlines().add(this);
        }
    }

    /** When to look next whether a deadline has passed. */
    long lookNanos() {
        return lookNanos;
    }

    /** From the loop's watch: it is time to look. */
    void look(long now) {
        if (over) {
            return;
        }
        if (startNanos + deadlines.total() - now <= 0) {
            fail(
                    isUnbegun() && deadlines.late() == Failure.TOTAL_TIMEOUT
                            ? Failure.FIRST_BYTE_TIMEOUT
                            : deadlines.late());
        } else if (silence(now) <= 0) {
            fail(
                    connection == null
                            ? Failure.CONNECT_TIMEOUT
                            : response == null ? Failure.FIRST_BYTE_TIMEOUT : Failure.IDLE_TIMEOUT);
        } else {
            lookNanos = now + pause(now);
        }
    }

    /**
     * How long until a deadline may have passed. What arrives meanwhile may put another deadline in force, so it is never
     * longer than the shorter one.
     */
    private long pause(long now) {
        long total = startNanos + deadlines.total() - now;
        return Math.max(1, Math.min(Math.min(total, silence(now)), Math.min(deadlines.firstByte(), deadlines.idle())));
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
