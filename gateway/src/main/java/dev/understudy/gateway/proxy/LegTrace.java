package dev.understudy.gateway.proxy;

import dev.understudy.config.Model.Price;
import dev.understudy.gateway.llm.Api;
import dev.understudy.gateway.llm.StreamMeter;
import dev.understudy.gateway.upstream.Call;
import dev.understudy.gateway.wire.BodyBudget;
import dev.understudy.gateway.wire.Capture;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.Grpc;
import dev.understudy.gateway.wire.ResponseHead;
import dev.understudy.pair.AnswerFacts;
import dev.understudy.pair.Body;
import dev.understudy.pair.ContentCoding;
import dev.understudy.pair.Inflation;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Leg.Role;
import dev.understudy.pair.Leg.Times;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is seen of one leg while it happens. */
final class LegTrace {
    /** An answer that no client gets is taken on a client's event loop, so there is an end to it. */
    static final long UNREAD_BYTES_MAX = 16L * 1024 * 1024;

    /** What is kept of an LLM's answer so that its tokens can be counted; of a longer one they are not. */
    private static final int COUNTED_BYTES_MAX = 256 * 1024;

    /** Of English, about; other languages take more tokens. */
    private static final int BYTES_PER_TOKEN = 4;

    private final Role role;
    private final String model;
    private final int bodyMax;
    private final BodyBudget budget;
    private final String path;
    private final @Nullable Price price;
    private Capture body;
    private @Nullable Call call;
    private @Nullable Failure notAsked;
    private long span;
    private boolean copy;
    private Map<String, String> headers = Map.of();
    private int grpcStatus;
    private @Nullable ContentCoding coding;
    private @Nullable StreamMeter stream;
    private boolean unreadable;
    private LegBody.@Nullable Rewritten rewritten;
    private byte @Nullable [] sent;
    private boolean counted;
    private @Nullable AnswerFacts facts;

    /**
     * @param path of the request, which tells an LLM's answer from others
     * @param price of the model's tokens, if it is known
     * @param bodyMax bytes of the answer that are kept; with 0 its headers are not kept either
     */
    LegTrace(Role role, String model, String path, @Nullable Price price, int bodyMax, BodyBudget budget) {
        this.role = role;
        this.model = model;
        this.path = path;
        this.price = price;
        this.bodyMax = bodyMax;
        this.budget = budget;
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

    void rewritten(LegBody.Rewritten what, byte[] body) {
        rewritten = what;
        sent = body;
    }

    /** What its model gets: the client's own body, or what was made of it. */
    byte[] sent(byte[] own) {
        byte[] made = sent;
        return made == null ? own : made;
    }

    /** Null when its model gets the client's own body. */
    LegBody.@Nullable Rewritten rewritten() {
        return rewritten;
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
        boolean plain = !response.fields().contains(FieldName.CONTENT_ENCODING);
        coding = plain ? null : Inflation.coding(response.fields().first(FieldName.CONTENT_ENCODING));
        if (!response.isEventStream()) {
            counted = (plain || coding != null)
                    && response.status() < 300
                    && response.isJson()
                    && Api.of(path) != Api.OTHER;
            if (counted && bodyMax < COUNTED_BYTES_MAX) {
                body = new Capture(COUNTED_BYTES_MAX, budget);
            }
        } else if (plain || coding != null) {
            stream = new StreamMeter(coding);
        } else {
            unreadable = true;
            if (call != null) {
                call.contentBegan();
            }
        }
    }

    /** Whether the answer is a stream of which every event is read. */
    boolean isWatched() {
        return stream != null;
    }

    /** Whether nothing of its stream is waited for: its first content has come, or will never be seen. */
    boolean hasBegun() {
        return stream != null && stream.hasBegun();
    }

    /** Why its stream was not read to where it ended; null when it was, and for what is no stream. Before it is over. */
    @Nullable
    Unread unread() {
        if (unreadable) {
            return Unread.CODING;
        }
        return stream == null || stream.isRead() ? null : Unread.DAMAGE;
    }

    /** Whether the model said in its stream that it failed. */
    boolean hasStreamError() {
        return stream != null && stream.hasFailed();
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
        if (call != null && call.isGrpc() && response != null) {
            grpcStatus = Grpc.status(response.fields(), trailers);
        }
        if (counted && body.isWhole()) {
            byte[] answer = body.bytes();
            facts = AnswerFacts.of(
                    coding == null
                            ? answer
                            : coding.decode(answer, COUNTED_BYTES_MAX).bytes());
        }
    }

    /** Nobody asks any more: what it kept, and held outside of the heap, is free again. */
    void over() {
        body.release();
        if (stream != null) {
            stream.close();
        }
    }

    void content(ByteBuf piece, long nowNanos) {
        StreamMeter watched = stream;
        if (watched != null) {
            boolean had = watched.hasBegun();
            watched.read(piece, nowNanos);
            if (!had && watched.hasBegun() && call != null) {
                call.contentBegan();
            }
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
        Call made = call;
        if (made == null) {
            return notAsked;
        }
        Failure why = made.failure();
        return why == null && hasStreamError() ? Failure.STREAM_ERROR : why;
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
                        millis(made.times().sentNanos(), originNanos),
                        millis(made.times().firstByteNanos(), originNanos),
                        millis(firstTokenNanos(), originNanos),
                        millis(made.times().lastByteNanos(), originNanos)),
                tokens(),
                generation(),
                rewritten == LegBody.Rewritten.YES,
                null);
    }

    /** What the model says it used; null when it does not. */
    Leg.@Nullable Tokens tokens() {
        Leg.Tokens said = stream != null ? stream.tokens() : facts != null ? facts.tokens() : null;
        return said == null || failure() == null ? said : said.cut();
    }

    /** By the tokens that the model says it used. */
    Leg.@Nullable Cost cost() {
        return cost(tokens());
    }

    /** What these cost at its model's price; null without one. */
    Leg.@Nullable Cost cost(Leg.@Nullable Tokens used) {
        return used == null || price == null ? null : used.cost(price);
    }

    /**
     * What it used; of a model that does not say, about so much: each piece of a stream's content is a token, and so are four
     * bytes of everything else, and of a stream that cannot be read. What was refused used nothing.
     */
    Leg.Tokens used(int bytesSent) {
        Leg.Tokens said = tokens();
        if (said != null) {
            return said;
        }
        Call made = call;
        ResponseHead response = made == null ? null : made.response();
        boolean asked = made != null && made.times().sentNanos() != 0;
        if (!asked || (response != null && response.status() >= 300)) {
            return new Leg.Tokens(0, 0);
        }
        long output = stream != null && stream.isRead() ? stream.pieces() : tokensIn(body.length());
        return new Leg.Tokens(tokensIn(bytesSent), output, null, null, true, failure() != null);
    }

    private static long tokensIn(long bytes) {
        return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }

    /** Adds what is known of it as the answer of a language model. */
    void count(LlmCounters counters) {
        Leg.Tokens used = tokens();
        if (used != null) {
            counters.used(used, cost(used));
        }
        StreamMeter watched = stream;
        Call made = call;
        if (watched != null && watched.hasContent() && made != null) {
            counters.firstToken(watched.firstContentNanos() - made.times().sentNanos());
            double each = watched.nanosPerToken(used == null ? 0 : used.output());
            if (each > 0) {
                counters.perToken(each);
            }
        }
    }

    private Leg.Generation generation() {
        if (stream != null) {
            return stream.generation().costing(cost());
        }
        return facts == null
                ? Leg.Generation.NONE
                : new Leg.Generation(facts.model(), facts.finishReason(), null, cost());
    }

    private long firstTokenNanos() {
        return stream == null ? 0 : stream.firstContentNanos();
    }

    /** From sending to the first byte; 0 when one of them did not happen. */
    long waitedNanos() {
        Call made = call;
        return made == null || made.times().sentNanos() == 0 || made.times().firstByteNanos() == 0
                ? 0
                : made.times().firstByteNanos() - made.times().sentNanos();
    }

    /** From sending to the last byte; 0 when one of them did not happen. */
    long durationNanos() {
        Call made = call;
        return made == null || made.times().sentNanos() == 0 || made.times().lastByteNanos() == 0
                ? 0
                : made.times().lastByteNanos() - made.times().sentNanos();
    }

    private static @Nullable Double millis(long nanos, long origin) {
        return nanos == 0 ? null : Math.max(0, (nanos - origin) / 1000) / 1000.0;
    }
}
