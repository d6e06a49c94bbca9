package dev.understudy.gateway.proxy;

import dev.understudy.gateway.pressure.Level;
import dev.understudy.gateway.route.Plan.Copy;
import dev.understudy.gateway.upstream.Call;
import dev.understudy.gateway.upstream.CallListener;
import dev.understudy.gateway.upstream.Upstream;
import dev.understudy.gateway.wire.Capture;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.ResponseHead;
import dev.understudy.pair.Leg.Role;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request that is answered by its primary and copied to others once all of it is here.
 *
 * <p>The copies own nothing of the client's connection: they are sent from the bounded copy of the body that streamed by,
 * so neither the client nor the primary ever waits for them, and what they answer is only kept.
 */
final class Copies implements RequestSink {
    private final Exchange exchange;
    private final RouteRuntime route;
    private final Primary primary;
    private final List<LegTrace> legs = new ArrayList<>(2);

    /** @param barred why no copy is sent, if that is known beforehand */
    Copies(Exchange exchange, RouteRuntime route, Primary primary, List<Copy> copies, Optional<Failure> barred) {
        this.exchange = exchange;
        this.route = route;
        this.primary = primary;
        for (Copy copy : copies) {
            LegTrace leg = exchange.leg(copy.role(), copy.model(), exchange.bodyKept());
            leg.copied();
            barred.ifPresent(why -> refuse(leg, why));
            legs.add(leg);
        }
    }

    @Override
    public void start() {
        primary.start();
    }

    @Override
    public void content(ByteBuf piece, boolean last) {
        primary.content(piece, last);
    }

    @Override
    public void requestComplete() {
        primary.requestBatchEnded();
        Optional<Failure> refusal = refusal();
        for (LegTrace leg : legs) {
            if (!leg.isOver()) {
                refusal.ifPresentOrElse(why -> refuse(leg, why), () -> send(leg));
            }
        }
        exchange.legOver();
    }

    @Override
    public void requestBatchEnded() {
        primary.requestBatchEnded();
    }

    @Override
    public boolean isWritable() {
        return primary.isWritable();
    }

    @Override
    public void clientWritable() {
        primary.clientWritable();
    }

    @Override
    public void hangUp() {
        primary.hangUp();
    }

    @Override
    public void cancel(Failure why) {
        primary.cancel(why);
    }

    private Optional<Failure> refusal() {
        if (primary.isRejected()) {
            return Optional.of(Failure.REJECTED);
        }
        if (exchange.worker().plane().pressure().level().shedsShadows()) {
            return Optional.of(Failure.PRESSURE);
        }
        Capture body = exchange.request().kept();
        if (body.isStarved()) {
            return Optional.of(Failure.PRESSURE);
        }
        if (!body.isWhole() || body.length() > route.shadowLimits().maxBody()) {
            return Optional.of(Failure.COPY_TOO_LARGE);
        }
        return Sharing.refusal(route.route(), exchange.request());
    }

    private void refuse(LegTrace leg, Failure why) {
        leg.notAsked(why);
        if (why == Failure.PRESSURE) {
            exchange.worker().plane().pressure().shed(Level.SHADOWS);
        }
    }

    private void send(LegTrace leg) {
        Upstream upstream = exchange.revision().upstreams().named(leg.model());
        ClientRequest request = exchange.request();
        byte[] own = request.kept().bytes();
        if (!LegBody.fits(upstream, request, own.length)) {
            leg.notAsked(Failure.COPY_TOO_LARGE);
            return;
        }
        byte[] body = LegBody.make(upstream, request, own, leg);
        Optional<Failure> refusal = Sharing.refusal(request, body);
        if (refusal.isPresent()) {
            leg.notAsked(refusal.get());
        } else if (route.isOverBudget(exchange.worker().plane().clock())) {
            leg.notAsked(Failure.OVER_BUDGET);
        } else if (!route.enterShadow()) {
            leg.notAsked(Failure.SHED_IN_FLIGHT);
        } else {
            call(leg, upstream, body);
        }
    }

    private void call(LegTrace leg, Upstream upstream, byte[] body) {
        Call call = new Call(
                exchange.worker().pool(),
                upstream,
                upstream.shadow(),
                exchange.ask(leg, false).withBody(body.length),
                leg.role() != Role.CANDIDATE,
                exchange.deadlines(upstream).shadow(route.shadowLimits().timeout()),
                new Kept(leg, body.length));
        leg.called(call);
        call.write(Unpooled.wrappedBuffer(body), true);
        call.start();
    }

    /** Keeps what a copy answers. */
    private final class Kept implements CallListener {
        private final LegTrace leg;
        private final int bytesSent;

        Kept(LegTrace leg, int bytesSent) {
            this.leg = leg;
            this.bytesSent = bytesSent;
        }

        @Override
        public ByteBuf again() {
            return Unpooled.wrappedBuffer(leg.sent(exchange.request().kept().bytes()));
        }

        @Override
        public void head(ResponseHead response) {
            leg.head(response);
        }

        @Override
        public void content(ByteBuf piece, long nowNanos) {
            leg.content(piece, nowNanos);
            piece.release();
            if (leg.body().length() > LegTrace.UNREAD_BYTES_MAX) {
                leg.cancel(Failure.COPY_TOO_LARGE);
                exchange.legOver();
            }
        }

        @Override
        public void ended(Fields trailers) {
            leg.ended(trailers);
            spend();
            exchange.legOver();
        }

        @Override
        public void failed(Failure failure) {
            exchange.legOver();
        }

        /** What has no whole answer is paid for as far as it came, also where nobody waits for it any more. */
        @Override
        public void over() {
            route.leaveShadow();
            Call call = leg.call();
            if (call != null && call.failure() != null) {
                spend();
            }
        }

        private void spend() {
            route.spend(leg, bytesSent, exchange.worker().plane().clock());
        }

        @Override
        public void batchEnded() {}

        @Override
        public void writable() {}
    }
}
