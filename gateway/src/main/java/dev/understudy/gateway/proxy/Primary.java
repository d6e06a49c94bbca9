package dev.understudy.gateway.proxy;

import dev.understudy.config.Fallback;
import dev.understudy.gateway.route.Plan;
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
import org.jspecify.annotations.Nullable;

/** The model that answers the client, streamed both ways; legacy in its stead if it fails before the first byte. */
final class Primary implements RequestSink, CallListener {
    private final Exchange exchange;
    private final Answer answer;
    private final Plan.Single plan;
    private @Nullable Call call;
    private LegTrace leg;
    private boolean fallenBack;
    private boolean lastPassed;
    private int passedBytes;

    Primary(Exchange exchange, Plan.Single plan) {
        this.exchange = exchange;
        this.answer = exchange.answer();
        this.plan = plan;
        this.leg = exchange.leg(plan.role(), plan.assigned(), exchange.bodyKept());
    }

    void start() {
        ask(plan.role());
    }

    /** Whether the model was never asked, since there was no place for the request. */
    boolean isRejected() {
        Failure failure = leg.failure();
        return failure != null && failure.passes();
    }

    @Override
    public void content(ByteBuf piece, boolean last) {
        passedBytes += piece.readableBytes();
        lastPassed = last;
        if (call == null) {
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
        return kept.isWhole() ? Unpooled.wrappedBuffer(kept.bytes(), 0, passedBytes) : null;
    }

    @Override
    public void head(ResponseHead response) {
        leg.head(response);
        if (isFailed(response) && canFallBack(Fallback.Cause.STATUS_5XX) && call != null) {
            call.reject(Failure.STATUS_5XX);
            fallBack();
        } else {
            answer.head(response, leg.model(), -1);
        }
    }

    @Override
    public void content(ByteBuf piece, long nowNanos) {
        leg.content(piece, nowNanos);
        answer.content(piece);
        if (!answer.isWritable() && call != null) {
            call.pause();
        }
    }

    @Override
    public void ended(Fields trailers) {
        leg.ended(trailers);
        answer.end(trailers);
        answer.flush();
        if (!fallenBack && call != null) {
            exchange.passedOn(call);
        }
        exchange.clientOver();
    }

    @Override
    public void failed(Failure failure) {
        exchange.failed(failure);
        if (failure.fallbackCause().filter(this::canFallBack).isPresent()) {
            fallBack();
        } else {
            answer.fail(failure, false);
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

    /** Asks the present leg's model, with what of the request was passed on so far. */
    private void ask(Role role) {
        Upstream upstream = exchange.revision().upstreams().named(leg.model());
        Call next = new Call(
                exchange.worker().pool(),
                upstream,
                upstream.primary(),
                exchange.ask(leg, false),
                role == Role.LEGACY,
                exchange.deadlines(upstream),
                this);
        call = next;
        leg.called(next);
        if (passedBytes > 0 || lastPassed) {
            next.write(Unpooled.wrappedBuffer(exchange.request().kept().bytes(), 0, passedBytes), lastPassed);
        }
        next.start();
    }
}
