package dev.understudy.gateway.proxy;

import dev.understudy.config.Experiment;
import dev.understudy.gateway.merge.Interleaver;
import dev.understudy.gateway.merge.Mix;
import dev.understudy.gateway.upstream.Call;
import dev.understudy.gateway.upstream.CallListener;
import dev.understudy.gateway.upstream.Upstream;
import dev.understudy.gateway.wire.Capture;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.ResponseHead;
import dev.understudy.pair.Leg.Role;
import dev.understudy.pair.Pair;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Both models are asked at once, and their lists become one answer.
 *
 * <p>Legacy's answer is held until the candidate's is here, but no longer than the route waits; whatever else happens,
 * the client gets legacy's own bytes.
 */
final class Merge implements RequestSink {
    private final Exchange exchange;
    private final RouteRuntime route;
    private final Answer answer;
    private final Experiment.Interleave settings;
    private final LegTrace legacy;
    private final LegTrace candidate;
    private @Nullable Call legacyCall;
    private @Nullable ResponseHead legacyHead;
    private @Nullable ResponseHead candidateHead;
    private boolean legacyEnded;
    private boolean passing;

    Merge(Exchange exchange, RouteRuntime route, Experiment.Interleave settings) {
        this.exchange = exchange;
        this.route = route;
        this.answer = exchange.answer();
        this.settings = settings;
        int kept = Math.max(settings.maxBody(), exchange.bodyKept());
        this.legacy = exchange.leg(Role.LEGACY, settings.legacy(), kept);
        this.candidate = exchange.leg(Role.CANDIDATE, settings.candidate(), kept);
    }

    @Override
    public void start() {
        Call theirs = call(candidate, new Theirs());
        Call ours = call(legacy, new Ours());
        legacyCall = ours;
        theirs.start();
        ours.start();
    }

    @Override
    public void content(ByteBuf piece, boolean last) {
        piece.release();
    }

    @Override
    public void requestComplete() {}

    @Override
    public void requestBatchEnded() {}

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void clientWritable() {
        if (legacyCall != null) {
            legacyCall.resume();
        }
    }

    @Override
    public void hangUp() {}

    @Override
    public void cancel(Failure why) {
        legacy.cancel(why);
        candidate.cancel(why);
    }

    private Call call(LegTrace leg, CallListener listener) {
        Upstream upstream = exchange.revision().upstreams().named(leg.model());
        ClientRequest request = exchange.request();
        LegBody.make(upstream, request, request.kept().bytes(), leg);
        ByteBuf body = body(leg);
        Call call = new Call(
                exchange.worker().pool(),
                upstream,
                upstream.primary(),
                exchange.ask(leg, true).withBody(body.readableBytes()),
                leg.role() == Role.LEGACY,
                exchange.deadlines(upstream),
                listener);
        leg.called(call);
        call.write(body, true);
        return call;
    }

    private ByteBuf body(LegTrace leg) {
        return Unpooled.wrappedBuffer(leg.sent(exchange.request().kept().bytes()));
    }

    /** Legacy's answer is whole: mix, wait a little, or send it as it is. */
    private void settle() {
        ResponseHead head = legacyHead;
        if (!legacyEnded || head == null || answer.hasBegun() || !candidate.isOver()) {
            return;
        }
        ResponseHead theirs = candidateHead;
        if (candidate.failure() != null || theirs == null) {
            degrade(head, "candidateFailed");
        } else if (!canBeMixed(theirs) || !candidate.body().isWhole()) {
            degrade(head, "candidateAnswer");
        } else {
            mix(head);
        }
    }

    private void mix(ResponseHead head) {
        Mix mix = Interleaver.mix(
                settings,
                legacy.body().bytes(),
                candidate.body().bytes(),
                exchange.worker().coin());
        if (mix instanceof Mix.Mixed mixed) {
            route.counters().mixed("mixed");
            send(head, mixed.body(), new Pair.Interleaving(settings.method().yaml(), false, mixed.items()));
        } else {
            degrade(head, ((Mix.Degraded) mix).cause());
        }
    }

    private void degrade(ResponseHead head, String cause) {
        send(head, legacy.body().bytes(), degraded(cause));
    }

    private Pair.Interleaving degraded(String cause) {
        route.counters().mixed(cause);
        return new Pair.Interleaving(settings.method().yaml(), true, List.of());
    }

    private void send(ResponseHead head, byte[] body, Pair.Interleaving interleaving) {
        exchange.interleaved(interleaving);
        answer.head(head, settings.legacy(), interleaving.degraded() ? -1 : body.length);
        if (body.length > 0) {
            answer.content(Unpooled.wrappedBuffer(body));
        }
        answer.end(Fields.NONE);
        answer.flush();
        exchange.clientOver();
    }

    private boolean canBeMixed(ResponseHead head) {
        Fields fields = head.fields();
        String given = fields.first(FieldName.CONTENT_TYPE);
        String type = given == null ? "" : given.toLowerCase(Locale.ROOT);
        return head.status() == 200
                && (type.startsWith("application/json") || type.contains("+json"))
                && !fields.contains(FieldName.CONTENT_ENCODING)
                && head.contentLength() <= settings.maxBody();
    }

    /** Legacy's side. */
    private final class Ours implements CallListener {
        @Override
        public ByteBuf again() {
            return body(legacy);
        }

        @Override
        public void head(ResponseHead response) {
            legacy.head(response);
            legacyHead = response;
            if (!canBeMixed(response)) {
                pass(response);
            }
        }

        @Override
        public void content(ByteBuf piece, long nowNanos) {
            Capture held = legacy.body();
            ResponseHead head = legacyHead;
            int more = piece.readableBytes();
            if (!passing && head != null && (held.length() + more > settings.maxBody() || !held.hasRoomFor(more))) {
                pass(head);
            }
            legacy.content(piece, nowNanos);
            if (!passing) {
                piece.release();
                return;
            }
            answer.content(piece);
            if (!answer.isWritable() && legacyCall != null) {
                legacyCall.pause();
            }
        }

        @Override
        public void ended(Fields trailers) {
            legacy.ended(trailers);
            legacyEnded = true;
            if (passing) {
                answer.end(trailers);
                answer.flush();
                exchange.clientOver();
                return;
            }
            settle();
            if (!answer.hasBegun()) {
                exchange.worker()
                        .loop()
                        .schedule(this::waitedEnough, settings.waitFor().toNanos(), TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void failed(Failure failure) {
            exchange.failed(failure);
            if (!passing) {
                exchange.interleaved(degraded("legacyFailed"));
            }
            answer.fail(failure, false);
            exchange.clientOver();
        }

        @Override
        public void batchEnded() {
            if (passing) {
                answer.flush();
            }
        }

        @Override
        public void writable() {}

        /** It cannot be mixed: from here on it streams, beginning with what was held. */
        private void pass(ResponseHead head) {
            passing = true;
            exchange.interleaved(degraded("legacyAnswer"));
            byte[] held = legacy.body().bytes();
            answer.head(head, settings.legacy(), -1);
            if (held.length > 0) {
                answer.content(Unpooled.wrappedBuffer(held));
            }
        }

        private void waitedEnough() {
            ResponseHead head = legacyHead;
            if (head != null && !answer.hasBegun() && !answer.isOver()) {
                degrade(head, "candidateLate");
            }
        }
    }

    /** The candidate's side. */
    private final class Theirs implements CallListener {
        @Override
        public ByteBuf again() {
            return body(candidate);
        }

        @Override
        public void head(ResponseHead response) {
            candidate.head(response);
            candidateHead = response;
        }

        @Override
        public void content(ByteBuf piece, long nowNanos) {
            candidate.content(piece, nowNanos);
            piece.release();
            if (candidate.body().length() > LegTrace.UNREAD_BYTES_MAX) {
                candidate.cancel(Failure.COPY_TOO_LARGE);
                settle();
                exchange.legOver();
            }
        }

        @Override
        public void ended(Fields trailers) {
            candidate.ended(trailers);
            settle();
            exchange.legOver();
        }

        @Override
        public void failed(Failure failure) {
            settle();
            exchange.legOver();
        }

        @Override
        public void batchEnded() {}

        @Override
        public void writable() {}
    }
}
