package dev.understudy.gateway.proxy;

import dev.understudy.config.Fallback;
import dev.understudy.gateway.route.Plan;
import dev.understudy.gateway.upstream.Ask;
import dev.understudy.gateway.upstream.Call;
import dev.understudy.gateway.upstream.CallListener;
import dev.understudy.gateway.upstream.Upstream;
import dev.understudy.gateway.wire.Capture;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.Grpc;
import dev.understudy.gateway.wire.ResponseHead;
import dev.understudy.pair.Leg.Role;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The model that answers the client, streamed both ways; legacy in its stead if it fails before the first byte. */
final class Primary implements RequestSink, CallListener {
    private static final byte[] NOTHING = {};

    private final Exchange exchange;
    private final Answer answer;
    private final Plan.Single plan;
    private @Nullable Call call;
    private LegTrace leg;
    private @Nullable HeldStream held;
    private boolean wasHeld;
    /** Set while the body is not whole that is to be rewritten for the model. */
    private @Nullable Role waiting;

    private boolean fallenBack;
    private boolean lastPassed;
    private int passedBytes;

    Primary(Exchange exchange, Plan.Single plan) {
        this.exchange = exchange;
        this.answer = exchange.answer();
        this.plan = plan;
        this.leg = exchange.leg(plan.role(), plan.assigned(), exchange.bodyKept());
    }

    @Override
    public void start() {
        ask(plan.role());
    }

    /** Whether the model was never asked, since there was no place for the request. */
    boolean isRejected() {
        Failure failure = leg.failure();
        return failure != null && (failure.passes() || failure == Failure.BODY_TOO_LARGE);
    }

    @Override
    public void content(ByteBuf piece, boolean last) {
        passedBytes += piece.readableBytes();
        lastPassed = last;
        if (waiting != null) {
            piece.release();
            ask(waiting);
        } else if (call == null) {
            piece.release();
        } else {
            call.write(piece, last);
        }
    }

    @Override
    public void requestComplete() {}

    @Override
    public void requestBatchEnded() {
        if (call != null) {
            call.flush();
        }
    }

    @Override
    public boolean isWritable() {
        return call == null || call.isWritable();
    }

    @Override
    public void clientWritable() {
        if (call != null) {
            call.resume();
        }
    }

    @Override
    public void hangUp() {
        if (call != null) {
            leg.ended(Fields.NONE);
            call.hangUp();
        }
    }

    @Override
    public void cancel(Failure why) {
        leg.cancel(why);
        dropHeld();
    }

    /** Not of a model in whose stead another may still answer. */
    @Override
    public void interim(ResponseHead response) {
        if (plan.fallback().on().isEmpty() || fallenBack) {
            answer.interim(response);
        }
    }

    @Override
    public @Nullable ByteBuf again() {
        Capture kept = exchange.request().kept();
        if (!kept.isWhole()) {
            return null;
        }
        byte[] own = kept.bytes();
        byte[] sent = leg.sent(own);
        return Unpooled.wrappedBuffer(sent, 0, sent == own ? passedBytes : sent.length);
    }

    @Override
    public void head(ResponseHead response) {
        leg.head(response);
        if (isFailed(response) && canFallBack(Fallback.Cause.STATUS_5XX) && call != null) {
            call.reject(Failure.STATUS_5XX);
            fallBack();
        } else if (leg.isWatched()
                && (canFallBack(Fallback.Cause.FIRST_TOKEN_TIMEOUT) || canFallBack(Fallback.Cause.STREAM_ERROR))) {
            wasHeld = true;
            held = new HeldStream(response, plan.fallback().maxHeld());
        } else {
            answer.head(response, leg.model(), -1);
        }
    }

    @Override
    public void content(ByteBuf piece, long nowNanos) {
        leg.content(piece, nowNanos);
        if (held == null) {
            pass(piece);
        } else {
            hold(held, piece);
        }
    }

    private void pass(ByteBuf piece) {
        answer.content(piece);
        if (!answer.isWritable() && call != null) {
            call.pause();
        }
    }

    @Override
    public void ended(Fields trailers) {
        leg.ended(trailers);
        letGo();
        answer.end(trailers);
        answer.flush();
        if (!fallenBack && !wasHeld && call != null) {
            exchange.passedOn(call);
        }
        exchange.clientOver();
    }

    @Override
    public void failed(Failure failure) {
        exchange.failed(failure);
        boolean stands = fallbackCause(failure).filter(this::canFallBack).isPresent();
        dropHeld();
        if (stands) {
            fallBack();
        } else {
            answer.fail(failure, failure == Failure.REQUEST_TIMEOUT);
            exchange.clientOver();
        }
    }

    @Override
    public void batchEnded() {
        answer.flush();
    }

    @Override
    public void writable() {
        if (isWritable()) {
            exchange.requestWritable();
        }
    }

    /** Whether nothing of use follows: gRPC says so in a head that is all there is. */
    private boolean isFailed(ResponseHead response) {
        return response.status() >= 500
                || (exchange.request().isGrpc()
                        && Grpc.isStatusAlone(response.fields())
                        && Grpc.httpStatus(Grpc.status(response.fields(), Fields.NONE)) >= 500);
    }

    /** A stream of which nothing went out yet may break off for any reason. */
    private Optional<Fallback.Cause> fallbackCause(Failure failure) {
        Optional<Fallback.Cause> cause = failure.fallbackCause();
        return cause.isPresent() || held == null ? cause : Optional.of(Fallback.Cause.STREAM_ERROR);
    }

    /** Nothing of a stream goes out before its first content, as long as legacy may have to step in. */
    private void hold(HeldStream stream, ByteBuf piece) {
        stream.add(piece);
        if (leg.hasStreamError() && !leg.hasBegun() && canFallBack(Fallback.Cause.STREAM_ERROR) && call != null) {
            exchange.failed(Failure.STREAM_ERROR);
            call.reject(Failure.STREAM_ERROR);
            dropHeld();
            fallBack();
        } else if (leg.hasBegun() || leg.hasStreamError() || stream.isFull()) {
            letGo();
        }
    }

    private void letGo() {
        HeldStream stream = held;
        if (stream != null) {
            held = null;
            answer.head(stream.head(), leg.model(), -1);
            stream.drainTo(this::pass);
        }
    }

    private void dropHeld() {
        HeldStream stream = held;
        if (stream != null) {
            held = null;
            stream.drainTo(ByteBuf::release);
        }
    }

    private boolean canFallBack(Fallback.Cause cause) {
        return !fallenBack
                && !answer.hasBegun()
                && plan.role() == Role.CANDIDATE
                && plan.fallback().on().contains(cause)
                && exchange.request().kept().isWhole();
    }

    private void fallBack() {
        fallenBack = true;
        exchange.recovered();
        leg = exchange.leg(Role.LEGACY, exchange.legacy(), exchange.bodyKept());
        ask(Role.LEGACY);
        requestBatchEnded();
    }

    /** Asks the present leg's model, with what of the request was passed on so far; or waits for all of it. */
    private void ask(Role role) {
        Upstream upstream = exchange.revision().upstreams().named(leg.model());
        waiting = null;
        if (!LegBody.isRewritten(upstream, exchange.request())) {
            byte[] passed = passedBytes > 0 ? exchange.request().kept().bytes() : NOTHING;
            begin(upstream, role, exchange.ask(leg, false), Unpooled.wrappedBuffer(passed, 0, passedBytes));
        } else if (!fits(upstream)) {
            refuse(exchange.request().kept().isStarved() ? Failure.PRESSURE : Failure.BODY_TOO_LARGE);
        } else if (!lastPassed) {
            waiting = role;
        } else {
            byte[] body = LegBody.make(
                    upstream, exchange.request(), exchange.request().kept().bytes(), leg);
            begin(upstream, role, exchange.ask(leg, false).withBody(body.length), Unpooled.wrappedBuffer(body));
        }
    }

    private void begin(Upstream upstream, Role role, Ask ask, ByteBuf passed) {
        Call next = new Call(
                exchange.worker().pool(),
                upstream,
                upstream.primary(),
                ask,
                role == Role.LEGACY,
                exchange.deadlines(upstream),
                this);
        call = next;
        leg.called(next);
        if (passed.isReadable() || lastPassed) {
            next.write(passed, lastPassed);
        }
        next.start();
    }

    private boolean fits(Upstream upstream) {
        Capture kept = exchange.request().kept();
        return kept.isWhole()
                && LegBody.fits(
                        upstream,
                        exchange.request(),
                        Math.max(kept.length(), exchange.request().announcedLength()));
    }

    /** The model must not get the body as it is, and there is no room to rewrite it. */
    private void refuse(Failure why) {
        leg.notAsked(why);
        exchange.failed(why);
        answer.fail(why, !lastPassed);
        exchange.clientOver();
    }
}
