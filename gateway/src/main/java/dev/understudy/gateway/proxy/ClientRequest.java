package dev.understudy.gateway.proxy;

import dev.understudy.gateway.assign.RequestView;
import dev.understudy.gateway.upstream.Ask;
import dev.understudy.gateway.wire.Capture;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.HttpFields;
import dev.understudy.gateway.wire.RequestCheck;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the client sent: its head, checked, and as much of its body as somebody asked to keep. One event loop. */
final class ClientRequest implements RequestView {
    private final HttpRequest head;
    private final @Nullable Failure problem;
    private final String target;
    private final String path;
    private final boolean chunked;
    private final boolean hasBody;
    private Capture body = new Capture(0);

    ClientRequest(HttpRequest head) {
        this.head = head;
        this.problem = RequestCheck.check(head).orElse(null);
        this.target = problem == null ? RequestCheck.originForm(head.uri()) : "/";
        int query = target.indexOf('?');
        this.path = query < 0 ? target : target.substring(0, query);
        this.chunked = head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
        this.hasBody = chunked || head.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
    }

    /** Why it cannot be taken; null when it can. */
    @Nullable
    Failure problem() {
        return problem;
    }

    HttpRequest head() {
        return head;
    }

    HttpHeaders headers() {
        return head.headers();
    }

    /** In origin form, with the query. */
    String target() {
        return target;
    }

    boolean hasBody() {
        return hasBody;
    }

    /** HTTP/1.0 knows no interim responses: what an old client expects does not count. */
    boolean expectsContinue() {
        return head.headers().contains(HttpHeaderNames.EXPECT)
                && head.protocolVersion().minorVersion() > 0;
    }

    /** Keeps the body's beginning from now on; what was kept already stays. */
    void keep(int bytesMax) {
        if (body.length() == 0 && !body.isComplete() && bytesMax > 0) {
            body = new Capture(bytesMax);
        }
        if (!hasBody) {
            body.end();
        }
    }

    /** Copies a piece of the body, as far as it is kept. */
    void append(HttpContent piece) {
        body.append(piece.content());
        if (piece instanceof LastHttpContent) {
            body.end();
        }
    }

    Capture kept() {
        return body;
    }

    /** What the client wants to know, for whichever model. */
    Ask ask(String clientAddress, boolean plain) {
        long length = chunked
                ? -1
                : Math.max(0, HttpFields.contentLength(head.headers().get(HttpHeaderNames.CONTENT_LENGTH)));
        return new Ask(head.method(), target, head.headers(), length, hasBody, clientAddress, plain);
    }

    @Override
    public String method() {
        return head.method().name();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(head.headers().get(name));
    }

    @Override
    public Optional<byte[]> body() {
        return body.isComplete() && body.isWhole() ? Optional.of(body.bytes()) : Optional.empty();
    }
}
