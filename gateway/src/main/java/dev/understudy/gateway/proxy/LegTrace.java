package dev.understudy.gateway.proxy;

import dev.understudy.gateway.upstream.Call;
import dev.understudy.gateway.wire.BodyBudget;
import dev.understudy.gateway.wire.Capture;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.Grpc;
import dev.understudy.gateway.wire.ResponseHead;
import dev.understudy.pair.Body;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Leg.Role;
import dev.understudy.pair.Leg.Times;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is seen of one leg while it happens. */
final class LegTrace {
    private static final ByteBuf DATA =
            Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("data:", StandardCharsets.US_ASCII));

    private final Role role;
    private final String model;
    private final int bodyMax;
    private final Capture body;
    private @Nullable Call call;
    private @Nullable Failure notAsked;
    private long span;
    private boolean copy;
    private Map<String, String> headers = Map.of();
    private boolean eventStream;
    private long firstTokenNanos;
    private int grpcStatus;

    /** @param bodyMax bytes of the answer that are kept; with 0 its headers are not kept either */
    LegTrace(Role role, String model, int bodyMax, BodyBudget budget) {
        this.role = role;
        this.model = model;
        this.bodyMax = bodyMax;
        this.body = new Capture(bodyMax, budget);
    }

    Role role() {
        return role;
    }

    String model() {
        return model;
    }

    Capture body() {
        return body;
    }

    /** Nobody gets its answer. */
    void copied() {
        copy = true;
    }

    boolean isCopy() {
        return copy;
    }

    /** Its span's id, under which its model is asked. */
    void span(long id) {
        span = id;
    }

    /** 0 when it has none. */
    long span() {
        return span;
    }

    @Nullable
    Call call() {
        return call;
    }

    void called(Call begun) {
        call = begun;
    }

    /** It ends here, without a call. */
    void notAsked(Failure why) {
        notAsked = why;
    }

    /** Before anything changes its headers. */
    void head(ResponseHead response) {
        if (bodyMax > 0) {
            headers = response.fields().recorded();
        }
        eventStream = response.isEventStream();
    }

    /** What is said behind a body stands in the record beside what was said before it. */
    void ended(Fields trailers) {
        if (bodyMax > 0 && trailers.size() > 0) {
            Map<String, String> all = new HashMap<>(trailers.recorded());
            all.putAll(headers);
            headers = all;
        }
        body.end();
        ResponseHead response = call == null ? null : call.response();
        if (response != null && Grpc.isSpoken(response.fields())) {
            grpcStatus = Grpc.status(response.fields(), trailers);
        }
    }

    void content(ByteBuf piece, long nowNanos) {
        if (eventStream && firstTokenNanos == 0 && ByteBufUtil.indexOf(DATA, piece) >= 0) {
            firstTokenNanos = nowNanos;
        }
        body.append(piece);
    }

    void cancel(Failure why) {
        if (call != null) {
            call.cancel(why);
        } else if (notAsked == null) {
            notAsked = why;
        }
    }

    boolean isOver() {
        return call == null ? notAsked != null : call.isOver();
    }

    Outcome outcome() {
        Failure failure = failure();
        if (failure == null) {
            return grpcStatus == 0 ? Outcome.OK : Outcome.ERROR;
        }
        return failure.outcome();
    }

    /** Null when all went well. */
    private @Nullable String cause() {
        Failure failure = failure();
        if (failure == null) {
            return grpcStatus == 0 ? null : Grpc.cause(grpcStatus);
        }
        return failure.cause();
    }

    @Nullable
    Failure failure() {
        return call == null ? notAsked : call.failure();
    }

    /** For the record, with at most {@code bodyMost} bytes of the answer. */
    Leg leg(long originNanos, int bodyMost) {
        String cause = cause();
        Call made = call;
        if (made == null) {
            return new Leg(role, model, null, 0, outcome(), cause, null, Map.of(), null, Times.NONE, null, null);
        }
        ResponseHead response = made.response();
        Body kept = response == null ? null : body.body(bodyMost);
        return new Leg(
                role,
                model,
                made.endpoint(),
                made.attempts(),
                outcome(),
                cause,
                response == null ? null : response.status(),
                headers,
                kept,
                new Times(
                        millis(made.sentNanos(), originNanos),
                        millis(made.firstByteNanos(), originNanos),
                        millis(firstTokenNanos, originNanos),
                        millis(made.lastByteNanos(), originNanos)),
                null,
                null);
    }

    /** From sending to the last byte; 0 when one of them did not happen. */
    long durationNanos() {
        Call made = call;
        return made == null || made.sentNanos() == 0 || made.lastByteNanos() == 0
                ? 0
                : made.lastByteNanos() - made.sentNanos();
    }

    private static @Nullable Double millis(long nanos, long origin) {
        return nanos == 0 ? null : Math.max(0, (nanos - origin) / 1000) / 1000.0;
    }
}
