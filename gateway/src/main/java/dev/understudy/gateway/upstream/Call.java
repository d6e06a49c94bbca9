package dev.understudy.gateway.upstream;

import dev.understudy.config.Selection;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.Grpc;
import dev.understudy.gateway.wire.ResponseHead;
import dev.understudy.gateway.wire.WebSocketHandshake;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One question to one model: a place, a connection, the request up, the response down, an end. All of it on one event
 * loop; request pieces that cannot be sent yet wait here, so the caller stops reading while {@link #isWritable} is false.
 */
public final class Call {
    /** Of those that are proxied (RFC 9110, section 9.2.2): asking twice is as good as asking once. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private static final int INFORMATIONAL_MAX = 16;

    private final ConnectionPool pool;
    private final Upstream upstream;
    private final Lane lane;
    private final Ask ask;
    private final boolean grpc;
    private final boolean legacy;
    private final Deadlines deadlines;
    private final CallListener listener;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(2);

    /** The calls that the loop's {@link DeadlineWatch} looks after hold each other. */
    @Nullable
    Call previousWatched;

    @Nullable
    Call nextWatched;

    private final @Nullable Peer only;
    private @Nullable Peer peer;
    private @Nullable Runnable connecting;
    private @Nullable Carrier carrier;
    private @Nullable ResponseHead response;
    private @Nullable Failure failure;
    private boolean measured;
    private boolean reused;
    private boolean starting;
    private boolean watched;
    private boolean complete;
    private boolean bodySent;
    private boolean requestSent;
    private boolean awaitingContent;
    private boolean over;
    private boolean paused;
    private boolean askedToWait;
    private int informational;
    private int endedStatus;
    private int attempts;
    private long startNanos;
    private long attemptNanos;
    private long sentNanos;
    private long askedNanos;
    private long firstByteNanos;
    private long lastByteNanos;
    private long endNanos;
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
        this(pool, upstream, lane, ask, legacy, null, deadlines, listener);
    }

    /** Asks this peer and no other, once. */
    Call(
            ConnectionPool pool,
            Upstream upstream,
            Lane lane,
            Ask ask,
            Peer only,
            Deadlines deadlines,
            CallListener listener) {
        this(pool, upstream, lane, ask, false, only, deadlines, listener);
    }

    private Call(
            ConnectionPool pool,
            Upstream upstream,
            Lane lane,
            Ask ask,
            boolean legacy,
            @Nullable Peer only,
            Deadlines deadlines,
            CallListener listener) {
        this.pool = pool;
        this.upstream = upstream;
        this.lane = lane;
        this.ask = ask;
        this.grpc = ask.isGrpc();
        this.legacy = legacy;
        this.only = only;
        this.deadlines = deadlines;
        this.listener = listener;
    }

    /**
     * Begins. A refusal comes to the listener before this returns. What of an incomplete request could be written at once
     * goes out with the next {@link #flush}.
     */
    public void start() {
        startNanos = System.nanoTime();
        Optional<Failure> refusal = isUnspeakable() ? Optional.of(Failure.MODEL_WITHOUT_GRPC) : lane.enter();
        if (refusal.isPresent()) {
            end(refusal.get());
            listener.failed(refusal.get());
            return;
        }
        starting = true;
        Choice choice = upstream.peers().choice();
        attempt(choice, only == null ? choice.pick(pool.coin(), startNanos, null) : only, startNanos);
        starting = false;
    }

    /** Whether gRPC was asked, so that an answer has gRPC's status, or lacks it. */
    public boolean isGrpc() {
        return grpc;
    }

    private boolean isUnspeakable() {
        return !upstream.model().http2() && grpc;
    }

    /** Sends a piece of the request, or keeps it until it can be sent; takes the piece in any case. */
    public void write(ByteBuf piece, boolean last) {
        if (over || complete) {
            piece.release();
            return;
        }
        complete = last;
        Carrier current = carrier;
        if (current == null) {
            waiting.add(piece);
        } else {
            send(current, piece, last);
        }
    }

    /** Sends what {@link #write} left in the connection's buffer. */
    public void flush() {
        Carrier current = carrier;
        if (current != null && !over) {
            current.flush();
        }
    }

    public boolean isWritable() {
        Carrier current = carrier;
        return over || (current == null ? waiting.isEmpty() : current.isWritable());
    }

    /** Stops taking the response; the model feels it when its socket's buffers are full. */
    public void pause() {
        Carrier current = carrier;
        if (current != null && !over && !paused) {
            paused = true;
            current.pause();
        }
    }

    public void resume() {
        Carrier current = carrier;
        if (current != null && !over && paused) {
            paused = false;
            progressNanos = System.nanoTime();
            current.resume();
        }
    }

    /** Gives up without telling the listener; says nothing of the model. */
    public void cancel(Failure why) {
        if (!over) {
            end(why);
            lane.abandon();
            leave(why);
        }
    }

    /** The client has ended what was granted to it: no failure of anybody's. */
    public void hangUp() {
        ResponseHead granted = response;
        if (!over && granted != null) {
            lastByteNanos = progressNanos;
            judge(null);
            end(null);
            lane.leave(isGood(granted));
            leave(null);
        }
    }

    /** Gives up on an answer that will not be used, without telling the listener; counts against the model. */
    public void reject(Failure why) {
        if (!over) {
            judge(why);
            end(why);
            lane.leave(false);
            leave(why);
        }
    }

    public boolean isOver() {
        return over;
    }

    /** From the listener: the stream's first content has come, or cannot be seen. */
    public void contentBegan() {
        awaitingContent = false;
    }

    /** Null until one was chosen. */
    public @Nullable String endpoint() {
        return peer == null ? null : peer.endpoint().text();
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

    /** When it was over, however it ended. */
    public long endNanos() {
        return endNanos;
    }

    private void attempt(Choice choice, Peer chosen, long now) {
        peer = chosen;
        attemptNanos = now;
        progressNanos = now;
        measured = only == null && !choice.isSolo();
        if (measured) {
            chosen.entered();
        }
        attempts++;
        ConnectionPool.Key key = chosen.key(lane.use());
        Carrier ready = attempts == 1 || key.wire().http2() ? pool.take(key, now) : null;
        reused = ready != null;
        if (ready == null) {
            pool.connect(key, connectNanos(), this);
            watch();
        } else {
            carried(ready);
        }
    }

    /** From the pool: how to give up what it is about to make. */
    void connecting(Runnable giveUp) {
        connecting = giveUp;
    }

    /** From the pool: there will be nothing to carry this. */
    void notCarried(Failure why) {
        connecting = null;
        lose(why);
    }

    /** This carries it from now on. */
    void carried(Carrier ready) {
        connecting = null;
        carrier = ready;
        ready.begin(this, ask, upstream, Objects.requireNonNull(peer).endpoint(), legacy);
        sentNanos = System.nanoTime();
        progressNanos = sentNanos;
        askedNanos = sentNanos;
        while (carrier == ready && !waiting.isEmpty()) {
            ByteBuf piece = waiting.remove();
            send(ready, piece, complete && waiting.isEmpty());
        }
        if (carrier != ready) {
            return;
        }
        requestSent = complete || ask.upgrade() != null;
        watch();
        if (!starting || complete) {
            ready.flush();
        }
        if (!starting && carrier == ready) {
            listener.writable();
        }
    }

    private void send(Carrier current, ByteBuf piece, boolean last) {
        progressNanos = System.nanoTime();
        askedNanos = progressNanos;
        bodySent |= piece.isReadable();
        requestSent = last || ask.upgrade() != null;
        current.write(piece, last);
    }

    /** From the carrier: the head of a response. */
    void head(ResponseHead head) {
        progressNanos = System.nanoTime();
        WebSocketHandshake wanted = ask.upgrade();
        if (wanted != null && wanted.isGrantedBy(head)) {
            // From here on nothing is late but what the client waits for, which is for its connection to watch.
            unwatch();
            firstByteNanos = progressNanos;
            response = head;
            measure(head);
            listener.head(head);
        } else if (!head.isInterim()) {
            firstByteNanos = progressNanos;
            response = head;
            measure(head);
            awaitingContent = head.isEventStream();
            listener.head(head);
        } else if (head.status() == 101 || ++informational > INFORMATIONAL_MAX) {
            fail(Failure.BAD_RESPONSE);
        } else if (head.status() != 100) {
            listener.interim(head);
        }
    }

    /** From the carrier: a piece of the response's body. */
    void content(ByteBuf piece) {
        progressNanos = System.nanoTime();
        lastByteNanos = progressNanos;
        listener.content(piece, progressNanos);
    }

    /** From the carrier: the response is complete. */
    void bodyEnded(Fields trailers) {
        ResponseHead head = Objects.requireNonNull(response);
        Carrier current = Objects.requireNonNull(carrier);
        lastByteNanos = progressNanos;
        endedStatus = status(head, trailers);
        judge(null);
        end(null);
        lane.leave(endedStatus < 500);
        if (requestSent && head.keepAlive()) {
            carrier = null;
            current.rest(lastByteNanos);
        } else {
            leave(null);
        }
        listener.ended(trailers);
    }

    /** From the carrier: what came is no response. */
    void malformed() {
        fail(Failure.BAD_RESPONSE);
    }

    /** From the carrier: whoever is there cannot be the model, or does not take us for who we are. */
    void mistrusted(SSLException trouble) {
        if (!over) {
            Tls tls = Objects.requireNonNull(peer).endpoint().wire().tls();
            lose(tls == null ? Failure.RESET : tls.failure(trouble));
        }
    }

    /**
     * From the carrier, which is gone: the model says that it has not begun with this, so that it may be sent again
     * whatever it is.
     *
     * @param sent what was sent of the body, taken; null when not all of it was kept
     */
    void refused(@Nullable ArrayDeque<ByteBuf> sent) {
        carrier = null;
        if (sent != null) {
            bodySent = false;
            waiting.addAll(sent);
        }
        lose(Failure.REFUSED);
    }

    void batchEnded() {
        listener.batchEnded();
    }

    void writable() {
        if (!over) {
            listener.writable();
        }
    }

    /** From the carrier: its connection is closed, or as good as. */
    void broken() {
        if (over) {
            return;
        }
        lose(Failure.RESET);
    }

    /** The present attempt came to nothing; perhaps another does not. */
    private void lose(Failure why) {
        if (!retry(why)) {
            fail(why);
        }
    }

    /**
     * Asks once more, another peer if there is one: before the first byte of an answer, what was not sent or is idempotent,
     * within the budget. The same peer gets it again only over a new connection, when one that was kept turned out closed.
     */
    private boolean retry(Failure why) {
        long now = System.nanoTime();
        Carrier current = carrier;
        Optional<Selection.Retry.Cause> cause = why.retryCause();
        if (cause.isEmpty() || only != null || response != null || startNanos + deadlines.total() - now <= 0) {
            return false;
        }
        if (current != null
                && (current.hasBegun() || !IDEMPOTENT.contains(ask.head().method()))) {
            return false;
        }
        Choice choice = upstream.peers().choice();
        Peer next = choice.pick(pool.coin(), now, peer);
        boolean open = reused || why == Failure.REFUSED;
        if ((next == peer && !open) || !rewind() || !lane.mayRetry(attempts, cause.get(), now)) {
            return false;
        }
        judge(why);
        unwatch();
        leave(why);
        attempt(choice, next, now);
        return true;
    }

    /** Puts what of the body went out before what waits. */
    private boolean rewind() {
        requestSent = false;
        if (!bodySent) {
            return true;
        }
        ByteBuf again = listener.again();
        if (again == null) {
            return false;
        }
        bodySent = false;
        waiting.addFirst(again);
        return true;
    }

    /** An answer began: how long the peer took, and whether it wants to be left alone. */
    private void measure(ResponseHead head) {
        Peer asked = Objects.requireNonNull(peer);
        if (only == null && RetryAfter.mayCome(head.status())) {
            OptionalLong nanos = RetryAfter.nanos(head, System.currentTimeMillis());
            askedToWait = nanos.isPresent();
            if (nanos.isPresent()) {
                upstream.peers().waitFor(asked, nanos.getAsLong());
            } else if (head.status() == RetryAfter.TOO_MANY_REQUESTS) {
                upstream.peers().spare();
            }
        }
        if (measured && isGood(head)) {
            asked.latency().observe(firstByteNanos - sentNanos, firstByteNanos);
        }
    }

    /** The present attempt is over: what that says of its peer. Shadows' troubles are not those of who waits. */
    private void judge(@Nullable Failure why) {
        if (!measured) {
            return;
        }
        measured = false;
        Peer asked = Objects.requireNonNull(peer);
        asked.left();
        ResponseHead head = response;
        boolean good = head != null && isGood(head);
        boolean failed = (why == null || why == Failure.STATUS_5XX) ? !good : isPeersFault(why);
        if (failed && !good) {
            long now = System.nanoTime();
            asked.latency().observeFailure(now - attemptNanos, now);
        }
        if (lane.use() == ConnectionPool.Use.PRIMARY) {
            if (failed) {
                upstream.peers().failed(asked);
            } else if (why == null) {
                upstream.peers().succeeded(asked);
            }
        }
    }

    /** How it ended, in HTTP's terms: gRPC says 200 at first, whatever comes. */
    private int status(ResponseHead head, Fields trailers) {
        return head.status() == 200 && grpc ? Grpc.httpStatus(Grpc.status(head.fields(), trailers)) : head.status();
    }

    /** An answer that says when to come back is no failure. */
    private boolean isGood(ResponseHead head) {
        return (endedStatus == 0 ? head.status() : endedStatus) < 500 || askedToWait;
    }

    /** Whether nothing but the peer can have made it late, or made it fail. */
    private boolean isPeersFault(Failure why) {
        boolean late = why == Failure.TOTAL_TIMEOUT || why == Failure.SLOW_SHADOW;
        return why.blame() == Failure.Blame.MODEL && !(late && (paused || !requestSent));
    }

    private void fail(Failure why) {
        if (over) {
            return;
        }
        judge(why);
        end(why);
        lane.leave(false);
        leave(why);
        listener.failed(why);
    }

    private void end(@Nullable Failure why) {
        over = true;
        failure = why;
        endNanos = why == null ? lastByteNanos : System.nanoTime();
        leavePeer();
        unwatch();
        for (ByteBuf piece = waiting.poll(); piece != null; piece = waiting.poll()) {
            piece.release();
        }
        listener.over();
    }

    private void unwatch() {
        if (watched) {
            watched = false;
            pool.deadlines().remove(this);
        }
    }

    /** Nothing is known of the peer that has not been said. */
    private void leavePeer() {
        if (measured) {
            measured = false;
            Objects.requireNonNull(peer).left();
        }
    }

    private void leave(@Nullable Failure why) {
        Carrier current = carrier;
        Runnable giveUp = connecting;
        if (current != null) {
            carrier = null;
            current.close(why);
        } else if (giveUp != null) {
            connecting = null;
            giveUp.run();
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
        } else if (untilContent(now) <= 0) {
            fail(Failure.FIRST_TOKEN_TIMEOUT);
        } else if (silence(now) <= 0) {
            lose(
                    carrier == null
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
        return Math.max(
                1,
                Math.min(
                        Math.min(Math.min(total, silence(now)), Math.min(deadlines.firstByte(), deadlines.idle())),
                        Math.min(untilContent(now), deadlines.firstToken())));
    }

    /** How much longer the first content of a stream may take. While the client does not read, it may. */
    private long untilContent(long now) {
        return awaitingContent && !paused ? askedNanos + deadlines.firstToken() - now : deadlines.firstToken();
    }

    /** How much longer nothing may happen. While the client keeps us waiting, with its request or its reading, it may. */
    private long silence(long now) {
        if (carrier == null) {
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
