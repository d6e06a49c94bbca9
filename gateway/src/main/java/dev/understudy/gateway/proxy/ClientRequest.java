package dev.understudy.gateway.proxy;

import dev.understudy.gateway.assign.RequestView;
import dev.understudy.gateway.llm.Api;
import dev.understudy.gateway.llm.ReadableCodings;
import dev.understudy.gateway.upstream.Ask;
import dev.understudy.gateway.wire.BodyBudget;
import dev.understudy.gateway.wire.Capture;
import dev.understudy.gateway.wire.DotSegments;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.Grpc;
import dev.understudy.gateway.wire.RequestHead;
import dev.understudy.gateway.wire.Version;
import dev.understudy.gateway.wire.WebSocketHandshake;
import dev.understudy.pair.BodyRewrite;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the client sent: its head, checked, and as much of its body as somebody asked to keep. One event loop. */
final class ClientRequest implements RequestView {
    private static final String JSON = "application/json";

    private final RequestHead head;
    private final String path;
    private final boolean grpc;
    private final @Nullable Failure problem;
    private final Capture body;
    private @Nullable BodyRewrite madeBy;
    private byte @Nullable [] made;

    ClientRequest(RequestHead head, BodyBudget budget) {
        this.head = head;
        this.body = new Capture(0, budget);
        this.grpc = Grpc.isSpoken(head.fields());
        int query = head.target().indexOf('?');
        String raw = query < 0 ? head.target() : head.target().substring(0, query);
        Optional<String> followed = DotSegments.followed(raw);
        this.path = followed.orElse(raw);
        this.problem = head.problem() == null && followed.isEmpty() ? Failure.MALFORMED_REQUEST : head.problem();
    }

    /** Why it cannot be taken; null when it can. */
    @Nullable
    Failure problem() {
        return problem;
    }

    /** Whether it asks what this hop can do, not what lies behind it (RFC 9110, sections 7.6.2 and 9.3.7). */
    boolean isForThisHop() {
        return head.method().equals("OPTIONS")
                && (head.target().equals("*") || head.fields().number(FieldName.MAX_FORWARDS) == 0);
    }

    Fields fields() {
        return head.fields();
    }

    Version version() {
        return head.version();
    }

    /** In origin form, with the query, as it came. */
    String target() {
        return head.target();
    }

    boolean hasBody() {
        return head.hasBody();
    }

    boolean isGrpc() {
        return grpc;
    }

    /** How long the client waits, in nanoseconds; {@link Long#MAX_VALUE} when it does not say. */
    long patienceNanos() {
        return grpc ? Grpc.timeoutNanos(head.fields()) : Long.MAX_VALUE;
    }

    /** Whether the body is said to be JSON, as it stands. */
    boolean isPlainJson() {
        return fields().begins(FieldName.CONTENT_TYPE, JSON) && !fields().contains(FieldName.CONTENT_ENCODING);
    }

    /** As the client said it; -1 when it did not. */
    long announcedLength() {
        return head.contentLength();
    }

    boolean expectsContinue() {
        return head.expectsContinue();
    }

    /** Keeps the body's beginning from now on; what was kept already stays. */
    void keep(int bytesMax) {
        if (body.length() == 0 && !body.isComplete() && bytesMax > 0) {
            body.keep(bytesMax);
        }
        if (!hasBody()) {
            body.end();
        }
    }

    /** Copies a piece of the body, as far as it is kept. */
    void append(ByteBuf piece, boolean last) {
        body.append(piece);
        if (last) {
            body.end();
        }
    }

    Capture kept() {
        return body;
    }

    /** Its whole body as this makes it, or as it is where this cannot; made once for who asks twice in a row. */
    byte[] rewritten(BodyRewrite rewrite, byte[] whole) {
        byte[] known = made;
        if (known == null || madeBy != rewrite) {
            known = rewrite.apply(whole).orElse(whole);
            made = known;
            madeBy = rewrite;
        }
        return known;
    }

    /** How it wants to go on, if it does. */
    Optional<WebSocketHandshake> upgrade() {
        return head.fields().contains(FieldName.UPGRADE) ? WebSocketHandshake.of(head) : Optional.empty();
    }

    /** What the client wants to know, for whichever model. */
    Ask ask(ClientStream client, boolean plain) {
        return Ask.of(head, client.hop(), plain ? ReadableCodings.NONE : readableCodings());
    }

    /** Null where the answer is not one of a language model, or any that the client takes can be read. */
    private @Nullable String readableCodings() {
        boolean read = head.fields().contains(FieldName.ACCEPT_ENCODING) && Api.of(path) != Api.OTHER;
        return read ? ReadableCodings.of(head.fields().all(FieldName.ACCEPT_ENCODING)) : null;
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Optional<String> header(String name) {
        return head.fields().first(name);
    }

    @Override
    public Optional<byte[]> body() {
        return body.isComplete() && body.isWhole() ? Optional.of(body.bytes()) : Optional.empty();
    }
}
