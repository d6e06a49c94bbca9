package dev.understudy.gateway.upstream;

import dev.understudy.config.Model.Credentials;
import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Grpc;
import dev.understudy.gateway.wire.HeadBytes;
import dev.understudy.gateway.wire.HttpFields;
import dev.understudy.gateway.wire.RequestHead;
import dev.understudy.gateway.wire.TraceHeaders;
import dev.understudy.gateway.wire.WebSocketHandshake;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to know, before it is put in one model's words.
 *
 * @param contentLength of the body; -1 for chunked; 0 for none
 * @param hop by which the client came
 * @param codings in which the answer may come, as {@code accept-encoding} says it; null for those that the client names
 * @param trace what the model is told of the trace; null when it is told what the client said
 * @param upgrade how the client wants to go on once it is granted; null for as it began
 */
public record Ask(
        RequestHead head,
        long contentLength,
        Hop hop,
        @Nullable String codings,
        @Nullable TraceHeaders trace,
        @Nullable WebSocketHandshake upgrade) {
    /** As the client asked. */
    public static Ask of(RequestHead head, Hop hop, @Nullable String codings) {
        return new Ask(head, head.contentLength(), hop, codings, null, null);
    }

    /** The same with a body that is already here. */
    public Ask withBody(int length) {
        return new Ask(head, length, hop, codings, trace, upgrade);
    }

    /** The same for a model that is told this of the trace. */
    public Ask withTrace(TraceHeaders headers) {
        return new Ask(head, contentLength, hop, codings, headers, upgrade);
    }

    /** The same, asking to go on as a WebSocket. */
    public Ask upgrading(WebSocketHandshake to) {
        return new Ask(head, contentLength, hop, codings, trace, to);
    }

    /** Whether the client keeps what stands behind a body. */
    boolean takesTrailers() {
        return HttpFields.takesTrailers(head.fields());
    }

    boolean isGrpc() {
        return Grpc.isSpoken(head.fields());
    }

    boolean isChunked() {
        return contentLength < 0;
    }

    /** The head for one model, as HTTP/1.1 writes it. */
    void write(HeadBytes to, Upstream upstream, Endpoint endpoint, boolean legacy) {
        to.text(head.method())
                .text(" ")
                .text(endpoint.basePath())
                .text(head.target())
                .text(" HTTP/1.1\r\n");
        field(to, upstream.own().names(), FieldName.HOST.text(), endpoint.authority());
        if (isChunked()) {
            to.text("transfer-encoding: chunked\r\n");
        }
        if (upgrade != null) {
            to.text("connection: upgrade\r\nupgrade: websocket\r\n");
        }
        writeFields(to, upstream, legacy);
        to.line();
    }

    /**
     * The fields for one model, a line each, but for those that only HTTP/1.1 has. Credentials go to legacy alone, unless the
     * model's settings say otherwise.
     */
    void writeFields(HeadBytes to, Upstream upstream, boolean legacy) {
        Upstream.Own own = upstream.own();
        Set<String> set = own.names();
        boolean credentials = legacy || upstream.model().credentials() instanceof Credentials.PassThrough;
        Set<String> replaced = codings == null ? set : own.codedNames();
        if (trace != null) {
            replaced = new HashSet<>(replaced);
            replaced.add(FieldName.TRACEPARENT.text());
            replaced.add(FieldName.TRACESTATE.text());
            traceFields(to, set, trace);
        }
        if (isCounted()) {
            replaced = new HashSet<>(replaced);
            replaced.add(FieldName.MAX_FORWARDS.text());
            field(
                    to,
                    set,
                    FieldName.MAX_FORWARDS.text(),
                    Long.toString(head.fields().number(FieldName.MAX_FORWARDS) - 1));
        }
        HttpFields.writeForwarded(head.fields(), credentials, replaced, to);
        if (!isChunked() && head.hasBody()) {
            to.text("content-length: ").number(contentLength).line();
        }
        if (!set.contains("via")) {
            HttpFields.writeVia(head.version(), to);
        }
        hop.write(head, set, to);
        if (codings != null) {
            field(to, set, FieldName.ACCEPT_ENCODING.text(), codings);
        }
        to.text(own.lines());
    }

    private static void traceFields(HeadBytes to, Set<String> set, TraceHeaders trace) {
        if (!trace.parent().isEmpty()) {
            field(to, set, FieldName.TRACEPARENT.text(), trace.parent());
            if (!trace.state().isEmpty()) {
                field(to, set, FieldName.TRACESTATE.text(), trace.state());
            }
        }
    }

    /** Whether it says how many more hops it may take (RFC 9110, section 7.6.2). */
    private boolean isCounted() {
        return head.fields().contains(FieldName.MAX_FORWARDS)
                && head.method().equals("OPTIONS")
                && head.fields().number(FieldName.MAX_FORWARDS) > 0;
    }

    static void field(HeadBytes to, Set<String> set, String name, String value) {
        if (!set.contains(name)) {
            to.field(name, value);
        }
    }
}
