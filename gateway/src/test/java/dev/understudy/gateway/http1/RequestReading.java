package dev.understudy.gateway.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.understudy.gateway.wire.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/** What our reader, and Netty's strict one, make of a client's bytes. */
final class RequestReading {
    static final int HEAD_BYTES_MAX = 4096;

    private RequestReading() {}

    /** Heads, pieces of bodies as bytes, "end", and how it broke; fed in pieces of that size. */
    static List<Object> of(byte[] bytes, int size) {
        RequestReader reader = new RequestReader(new Scratch(), HEAD_BYTES_MAX);
        List<Object> seen = new ArrayList<>();
        ByteBuf in = Unpooled.buffer();
        for (int at = 0; at < bytes.length; at += size) {
            in.writeBytes(bytes, at, Math.min(size, bytes.length - at));
            boolean more = true;
            while (more && in.isReadable()) {
                more = step(reader, in, seen);
            }
        }
        in.release();
        return seen;
    }

    /** The same with the pieces of a body as one, and heads as text, so that two readings can be compared. */
    static List<Object> joined(List<Object> seen) {
        List<Object> joined = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        for (Object event : seen) {
            if (event instanceof byte[] piece) {
                body.append(new String(piece, ISO_8859_1));
            } else {
                if (!body.isEmpty()) {
                    joined.add(body.toString());
                    body.setLength(0);
                }
                joined.add(event instanceof RequestHead head ? text(head) : event);
            }
        }
        if (!body.isEmpty()) {
            joined.add("unfinished " + body);
        }
        return joined;
    }

    static long accepted(List<Object> seen) {
        return seen.stream().filter("end"::equals).count();
    }

    /**
     * How many whole requests Netty's strict decoder takes, up to the first that it refuses. Minor versions to come are 1.1
     * to us (RFC 9110, section 2.5), so it gets them as that.
     */
    static long acceptedByNetty(byte[] bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder());
        String text = new String(bytes, ISO_8859_1).replaceAll("HTTP/1\\.[2-9]", "HTTP/1.1");
        channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
        long accepted = 0;
        boolean refused = false;
        for (HttpObject part = channel.readInbound(); part != null; part = channel.readInbound()) {
            refused = refused || part.decoderResult().isFailure();
            if (!refused && part instanceof LastHttpContent) {
                accepted++;
            }
            ReferenceCountUtil.release(part);
        }
        channel.finishAndReleaseAll();
        return accepted;
    }

    private static String text(RequestHead head) {
        return head.method() + " " + head.target() + " " + head.host() + " " + head.contentLength() + " "
                + head.problem() + " " + head.fields().recorded();
    }

    private static boolean step(RequestReader reader, ByteBuf in, List<Object> seen) {
        switch (reader.step(in)) {
            case MORE -> {
                return false;
            }
            case HEAD -> {
                RequestHead head = reader.head();
                seen.add(head);
                if (head.problem() == null && head.contentLength() == 0) {
                    if (reader.step(in) != RequestReader.Step.LAST) {
                        throw new AssertionError("an empty body has an end of its own");
                    }
                    reader.piece().release();
                    seen.add("end");
                }
            }
            case PIECE -> piece(reader.piece(), seen);
            case LAST -> {
                piece(reader.piece(), seen);
                seen.add("end");
            }
            case BROKEN -> seen.add(reader.failure());
        }
        return true;
    }

    static void piece(ByteBuf piece, List<Object> seen) {
        byte[] bytes = new byte[piece.readableBytes()];
        piece.readBytes(bytes);
        piece.release();
        if (bytes.length > 0) {
            seen.add(bytes);
        }
    }
}
