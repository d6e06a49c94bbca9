package dev.understudy.gateway.proxy;

import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.Grpc;
import dev.understudy.gateway.wire.ResponseHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What goes out to the client of one exchange: a model's answer, or a page of our own. Once. */
final class Answer {
    private final ClientStream client;
    private final String pairId;
    private boolean reveal;
    private boolean grpc;
    private boolean begun;
    private boolean over;
    private int status;
    private Fields headFields = Fields.NONE;
    private long bytes;
    private long outNanos;
    private @Nullable String served;

    Answer(ClientStream client, String pairId) {
        this.client = client;
        this.pairId = pairId;
    }

    /** The client may know which model answered. */
    void reveal() {
        reveal = true;
    }

    /** The client is told in gRPC's words what comes of its request. */
    void speakGrpc() {
        grpc = true;
    }

    boolean hasBegun() {
        return begun;
    }

    boolean isOver() {
        return over;
    }

    /** 0 when nothing went out. Of an answer over gRPC, what it would be in HTTP. */
    int status() {
        return status;
    }

    /** Of the body that went to the client. */
    long bytes() {
        return bytes;
    }

    /** When its first bytes were handed to the client's socket; 0 before. */
    long outNanos() {
        return outNanos;
    }

    /** The model whose answer went out, or began to; null for an error page. */
    @Nullable
    String served() {
        return served;
    }

    boolean isWritable() {
        return client.isWritable();
    }

    /** What a model says before its answer; goes out as it is. */
    void interim(ResponseHead head) {
        if (!begun && !over) {
            client.interim(head);
        }
    }

    /** The head of a model's answer. {@code length}: of the body if it is not the model's own, or -1. */
    void head(ResponseHead head, String model, long length) {
        begun = true;
        served = model;
        status = head.status();
        headFields = head.fields();
        client.head(head, new Trimmings(pairId, reveal ? model : null, length));
    }

    /** A piece of the body; takes it. The end is said by {@link #end} alone. */
    void content(ByteBuf piece) {
        if (over) {
            piece.release();
        } else {
            bytes += piece.readableBytes();
            client.content(piece);
        }
    }

    void end(Fields trailers) {
        if (!over) {
            over = true;
            if (grpc && status == 200) {
                status = Grpc.httpStatus(Grpc.status(headFields, trailers));
            }
            client.end(trailers);
        }
    }

    void flush() {
        client.flush();
        if (outNanos == 0 && begun) {
            outNanos = System.nanoTime();
        }
    }

    /** An error page; or, when an answer has begun, its visible end. */
    void fail(Failure failure, boolean closes) {
        if (over) {
            return;
        }
        over = true;
        if (grpc) {
            failGrpc(failure);
            return;
        }
        if (begun) {
            client.abort();
            return;
        }
        begun = true;
        status = failure.status();
        page(Page.of(failure, pairId, closes));
    }

    /** Over gRPC every answer is 200, and says what it comes to in its end. */
    private void failGrpc(Failure failure) {
        if (begun) {
            client.end(Grpc.broken(failure));
        } else {
            begun = true;
            client.head(new ResponseHead(200, "OK", Grpc.failed(failure), -1, true), new Trimmings(pairId, null, -1));
            client.end(Fields.NONE);
        }
        status = failure.status();
        client.flush();
    }

    /** What this hop can do. */
    void options() {
        begun = true;
        over = true;
        Page page = Page.options(pairId);
        status = page.status();
        client.page(page);
    }

    /** What feedback comes to. */
    void reply(FeedbackPort.Reply reply) {
        begun = true;
        over = true;
        status = reply.status();
        page(Page.of(reply, pairId));
    }

    private void page(Page page) {
        bytes = page.json().length;
        client.page(page);
    }

    /** The client is gone: there is nobody to answer. */
    void drop() {
        over = true;
    }
}
