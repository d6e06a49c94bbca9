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

    /** Whether the connection goes on behind this answer. */
    boolean isKeepAlive() {
        return keepAlive;
    }

    void head(ResponseHead head, Trimmings trimmings) {
        HeadBytes to = worker.scratch().head();
        statusLine(to, head.status(), head.reason());
        HttpFields.writeAnswered(head.fields(), !trimmings.isMixed(), to);
        frame(head, trimmings.length(), to);
        to.field(HttpFields.PAIR_ID, trimmings.pairId());
        String revealed = trimmings.revealed();
        if (revealed != null) {
            to.field(HttpFields.MODEL, revealed);
        }
        persistence(to);
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
        if (trailers.size() > 0 && takesTrailers()) {
            HttpFields.writeTrailers(trailers, to);
        }
        outbox.lastChunk(to);
    }

    void page(Page page) {
        keepAlive = keepAlive && !page.closes();
        HeadBytes to = worker.scratch().head();
        statusLine(to, page.status(), HttpResponseStatus.valueOf(page.status()).reasonPhrase());
        to.field("content-type", "application/json");
        to.text("content-length: ").number(page.json().length).line();
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

    private boolean takesTrailers() {
        for (String value : request.fields().all(FieldName.TE)) {
            for (String coding : value.split(",", -1)) {
                if (coding.strip().equalsIgnoreCase("trailers")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void statusLine(HeadBytes to, int status, String reason) {
        to.text("HTTP/1.1 ").number(status).text(" ").text(reason).line();
    }

    private void frame(ResponseHead head, long length, HeadBytes to) {
        boolean bodiless = request.isHead() || head.status() == 204 || head.status() == 304;
        long announced = length >= 0 ? length : head.contentLength();
        if (announced >= 0 && head.status() != 204) {
            to.text("content-length: ").number(announced).line();
        } else if (!bodiless && request.minorVersion() == 0) {
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
        } else if (request.minorVersion() == 0) {
            to.text("connection: keep-alive\r\n");
        }
    }
}
