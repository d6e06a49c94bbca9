package dev.understudy.gateway.proxy;

import dev.understudy.gateway.http1.Outbox;
import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.HeadBytes;
import dev.understudy.gateway.wire.HttpFields;
import dev.understudy.gateway.wire.RequestHead;
import dev.understudy.gateway.wire.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;

/** How the answer to one request goes out as HTTP/1: its status line, its fields, its framing. */
final class Http1Answer {
    /** The most of a request's rest that is read and dropped so that its connection can go on. */
    private static final int DROPPED_BYTES_MAX = 64 * 1024;

    private final Worker worker;
    private final Outbox outbox;
    private final RequestHead request;
    private boolean keepAlive;
    private boolean chunked;

    Http1Answer(Worker worker, Outbox outbox, RequestHead request) {
        this.worker = worker;
        this.outbox = outbox;
        this.request = request;
        this.keepAlive = request.keepAlive();
    }

    /** Whether the request may have a rest that is not worth reading. */
    boolean isMuchOwed() {
        return request.contentLength() < 0 || request.contentLength() > DROPPED_BYTES_MAX;
    }

    /** Nothing more can be asked on the connection. */
    void close() {
        keepAlive = false;
    }

    /** Whether the connection goes on behind this answer. */
    boolean isKeepAlive() {
        return keepAlive;
    }

    /** Old clients do not know it (RFC 9110, section 15.2). */
    void interim(ResponseHead head) {
        if (!request.version().isOld()) {
            HeadBytes to = worker.scratch().head();
            statusLine(to, head.status(), head.reason());
            HttpFields.writeAnswered(head.fields(), true, to);
            to.line();
            outbox.head(to);
        }
    }

    void head(ResponseHead head, Trimmings trimmings) {
        HeadBytes to = worker.scratch().head();
        statusLine(to, head.status(), head.reason());
        HttpFields.writeAnswered(head.fields(), !trimmings.isMixed(), to);
        if (!head.fields().contains(FieldName.DATE)) {
            to.field(FieldName.DATE.text(), worker.date());
        }
        if (head.status() == 101) {
            to.text("connection: upgrade\r\nupgrade: websocket\r\n");
        } else {
            frame(head, trimmings.length(), to);
        }
        to.field(HttpFields.PAIR_ID, trimmings.pairId());
        String revealed = trimmings.revealed();
        if (revealed != null) {
            to.field(HttpFields.MODEL, revealed);
        }
        if (head.status() == 101) {
            keepAlive = false;
        } else {
            persistence(to);
        }
        to.line();
        outbox.head(to);
    }

    void content(ByteBuf piece) {
        if (chunked) {
            outbox.chunk(piece);
        } else {
            outbox.piece(piece);
        }
    }

    /** Trailers go to those who said that they keep them (RFC 9110, section 6.5.1), and are dropped for others. */
    void end(Fields trailers) {
        if (!chunked) {
            return;
        }
        HeadBytes to = worker.scratch().head();
        if (trailers.size() > 0 && HttpFields.takesTrailers(request.fields())) {
            HttpFields.writeTrailers(trailers, to);
        }
        outbox.lastChunk(to);
    }

    void page(Page page) {
        keepAlive = keepAlive && !page.closes();
        HeadBytes to = worker.scratch().head();
        statusLine(to, page.status(), HttpResponseStatus.valueOf(page.status()).reasonPhrase());
        to.field(FieldName.DATE.text(), worker.date());
        if (page.json().length > 0) {
            to.field("content-type", "application/json");
            to.text("content-length: ").number(page.json().length).line();
        }
        String allow = page.allow();
        if (allow != null) {
            to.field("allow", allow);
        }
        String pairId = page.pairId();
        if (pairId != null) {
            to.field(HttpFields.PAIR_ID, pairId);
        }
        if (page.retryAfterSeconds() > 0) {
            to.text("retry-after: ").number(page.retryAfterSeconds()).line();
        }
        persistence(to);
        to.line();
        outbox.head(to);
        if (!request.isHead()) {
            outbox.piece(Unpooled.wrappedBuffer(page.json()));
        }
    }

    private static void statusLine(HeadBytes to, int status, String reason) {
        to.text("HTTP/1.1 ").number(status).text(" ").text(reason).line();
    }

    private void frame(ResponseHead head, long length, HeadBytes to) {
        boolean bodiless = request.isHead() || head.status() == 204 || head.status() == 304;
        long announced = length >= 0 ? length : head.contentLength();
        if (announced >= 0 && head.status() != 204) {
            to.text("content-length: ").number(announced).line();
        } else if (!bodiless && request.version().isOld()) {
            keepAlive = false;
        } else if (!bodiless || (request.isHead() && head.fields().contains(FieldName.TRANSFER_ENCODING))) {
            chunked = !bodiless;
            to.text("transfer-encoding: chunked\r\n");
        }
    }

    private void persistence(HeadBytes to) {
        keepAlive = keepAlive && !worker.plane().isDraining();
        if (!keepAlive) {
            to.text("connection: close\r\n");
        } else if (request.version().isOld()) {
            to.text("connection: keep-alive\r\n");
        }
    }
}
