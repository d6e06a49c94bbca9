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
    private final CallListener listener;
    private final CallTimes times;
    private final RequestBody body = new RequestBody();

    /** The calls that the loop's {@link DeadlineWatch} looks after hold each other. */
    @Nullable
    Call previousWatched;

    @Nullable
    Call nextWatched;

    private final @Nullable Peer only;
    private @Nullable Trial trial;
    private @Nullable Runnable connecting;
    private @Nullable Carrier carrier;
    private @Nullable ResponseHead response;
    private @Nullable Failure failure;
    private boolean reused;
    private boolean starting;
    private boolean watched;
    private boolean over;
    private boolean paused;
    private int informational;
    private int attempts;
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
        this.times = new CallTimes(deadlines);
        this.listener = listener;
    }

    /**
     * Begins. A refusal comes to the listener before this returns. What of an incomplete request could be written at once
     * goes out with the next {@link #flush}.
     */
    public void start() {
        long now = System.nanoTime();
        times.began(now);
        Optional<Failure> refusal = isUnspeakable() ? Optional.of(Failure.MODEL_WITHOUT_GRPC) : lane.enter();
        if (refusal.isPresent()) {
            end(refusal.get());
            listener.failed(refusal.get());
            return;
        }
        starting = true;
        Choice choice = upstream.peers().choice();
        attempt(choice, only == null ? choice.pick(pool.coin(), now, null) : only, now);
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
        if (over || body.isComplete()) {
            piece.release();
            return;
        }
        if (last) {
            body.completed();
        }
        Carrier current = carrier;
        if (current == null) {
            body.keep(piece);
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
        return over || (current == null ? !body.isWaiting() : current.isWritable());
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
            times.progressed(System.nanoTime());
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
            times.answerEnded();
            trial().ended(granted.status());
            end(null);
            lane.leave(true);
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
        times.contentBegan();
    }

    /** Null until one was chosen. */
    public @Nullable String endpoint() {
        return trial == null ? null : trial.peer().endpoint().text();
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

    public CallTimes times() {
        return times;
    }

    private void attempt(Choice choice, Peer chosen, long now) {
        trial = new Trial(upstream.peers(), choice, chosen, lane.use(), now);
        times.tried(now);
        attempts++;
        ConnectionPool.Key key = chosen.key(lane.use());
        Carrier ready = attempts == 1 || key.wire().http2() ? pool.take(key, now) : null;
        reused = ready != null;
        if (ready == null) {
            pool.connect(key, times.connectNanos(), this);
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
        ready.begin(this, ask, upstream, trial().peer().endpoint(), legacy);
        times.sent(System.nanoTime());
        while (carrier == ready && body.isWaiting()) {
            ByteBuf piece = body.remove();
            send(ready, piece, body.isComplete() && !body.isWaiting());
        }
        if (carrier != ready) {
            return;
        }
        body.sentWhole(body.isComplete() || ask.upgrade() != null);
        watch();
        if (!starting || body.isComplete()) {
            ready.flush();
        }
        if (!starting && carrier == ready) {
            listener.writable();
        }
    }

    private void send(Carrier current, ByteBuf piece, boolean last) {
        times.askedMore(System.nanoTime());
        body.sending(piece);
        body.sentWhole(last || ask.upgrade() != null);
        current.write(piece, last);
    }

    /** From the carrier: the head of a response. */
    void head(ResponseHead head) {
        times.progressed(System.nanoTime());
        WebSocketHandshake wanted = ask.upgrade();
        if (wanted != null && wanted.isGrantedBy(head)) {
            // From here on nothing is late but what the client waits for, which is for its connection to watch.
            unwatch();
            answered(head);
            listener.head(head);
        } else if (!head.isInterim()) {
            answered(head);
            if (head.isEventStream()) {
                times.awaitContent();
            }
            listener.head(head);
        } else if (head.status() == 101 || ++informational > INFORMATIONAL_MAX) {
            fail(Failure.BAD_RESPONSE);
        } else if (head.status() != 100) {
            listener.interim(head);
        }
    }

    private void answered(ResponseHead head) {
        response = head;
        times.answerBegan();
        trial().answered(head, times.sentNanos(), times.firstByteNanos());
    }

    /** From the carrier: a piece of the response's body. */
    void content(ByteBuf piece) {
        long now = System.nanoTime();
        times.answerCame(now);
        listener.content(piece, now);
    }

    /** From the carrier: the response is complete. */
    void bodyEnded(Fields trailers) {
        ResponseHead head = Objects.requireNonNull(response);
        Carrier current = Objects.requireNonNull(carrier);
        int status = status(head, trailers);
        times.answerEnded();
        trial().ended(status);
        end(null);
        lane.leave(status < 500);
        if (body.isSent() && head.keepAlive()) {
            carrier = null;
            current.rest(times.lastByteNanos());
        } else {
            leave(null);
        }
        listener.ended(trailers);
    }

    /** From the carrier: what came is no response. */
    void malformed() {
        fail(Failure.BAD_RESPONSE);
    }

    /** From the carrier: a bug of ours came up, which says nothing of the model. */
    void confused() {
        fail(Failure.INTERNAL);
    }

    /** From the carrier: whoever is there cannot be the model, or does not take us for who we are. */
    void mistrusted(SSLException trouble) {
        if (!over) {
            Tls tls = trial().peer().endpoint().wire().tls();
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
            body.returned(sent);
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
        if (cause.isEmpty() || only != null || response != null || !times.hasTimeLeft(now)) {
            return false;
        }
        if (current != null
                && (current.hasBegun() || !IDEMPOTENT.contains(ask.head().method()))) {
            return false;
        }
        Choice choice = upstream.peers().choice();
        Peer tried = trial().peer();
        Peer next = choice.pick(pool.coin(), now, tried);
        boolean open = reused || why == Failure.REFUSED;
        if ((next == tried && !open) || !body.rewind(listener) || !lane.mayRetry(attempts, cause.get(), now)) {
            return false;
        }
        judge(why);
        unwatch();
        leave(why);
        attempt(choice, next, now);
        return true;
    }

    private Trial trial() {
        return Objects.requireNonNull(trial, "not tried yet");
    }

    /** The present attempt came to this: what that says of its peer. */
    private void judge(Failure why) {
        if (why == Failure.STATUS_5XX) {
            trial().rejected();
        } else if (isPeersFault(why)) {
            trial().failed();
        } else {
            trial().left();
        }
    }

    /** How it ended, in HTTP's terms: gRPC says 200 at first, whatever comes. */
    private int status(ResponseHead head, Fields trailers) {
        return head.status() == 200 && grpc ? Grpc.httpStatus(Grpc.status(head.fields(), trailers)) : head.status();
    }

    /** Whether it was not we who waited for the client, whose sending or reading is no fault of the peer. */
    private boolean isPeersFault(Failure why) {
        boolean late = why == Failure.TOTAL_TIMEOUT || why == Failure.SLOW_SHADOW;
        return why.blame() == Failure.Blame.MODEL && !(late && (paused || phase() == CallTimes.Phase.UNSENT));
    }

    private void fail(Failure why) {
        if (over) {
            return;
        }
        boolean counts = isPeersFault(why);
        judge(why);
        end(why);
        if (counts) {
            lane.leave(false);
        } else {
            lane.abandon();
        }
        leave(why);
        listener.failed(why);
    }

    private void end(@Nullable Failure why) {
        over = true;
        failure = why;
        if (why == null) {
            times.ended();
        } else {
            times.brokeOff(System.nanoTime());
        }
        if (trial != null) {
            trial.left();
        }
        unwatch();
        body.drop();
        listener.over();
    }

    private void unwatch() {
        if (watched) {
            watched = false;
            pool.deadlines().remove(this);
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
            lookNanos = System.nanoTime() + times.pause(phase(), times.progressNanos());
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
        CallTimes.Phase phase = phase();
        Failure late = times.late(phase, now);
        if (late == null) {
            lookNanos = now + times.pause(phase, now);
        } else {
            lose(late);
        }
    }

    private CallTimes.Phase phase() {
        if (carrier == null) {
            return CallTimes.Phase.CONNECTING;
        }
        if (paused) {
            return CallTimes.Phase.PAUSED;
        }
        if (!body.isSent() && isWritable()) {
            return CallTimes.Phase.UNSENT;
        }
        if (response != null) {
            return CallTimes.Phase.ANSWERING;
        }
        return body.isSent() ? CallTimes.Phase.UNBEGUN : CallTimes.Phase.SENDING;
    }
}
