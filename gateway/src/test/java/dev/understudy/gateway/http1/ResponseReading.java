package dev.understudy.gateway.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.understudy.gateway.wire.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/** What our reader, and Netty's strict one, make of what a model answers to GET. */
final class ResponseReading {
    private ResponseReading() {}

    /** Heads as text, each body as one text, "end", "broken"; fed in pieces of that size. Nothing is read behind a break. */
    static List<String> of(byte[] bytes, int size) {
        ResponseReader reader = new ResponseReader(new Scratch());
        reader.asked(false);
        List<String> seen = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        ByteBuf in = Unpooled.buffer();
        boolean broken = false;
        for (int at = 0; at < bytes.length && !broken; at += size) {
            in.writeBytes(bytes, at, Math.min(size, bytes.length - at));
            boolean more = true;
            while (more && in.isReadable()) {
                ResponseReader.Step step = reader.step(in);
                more = step != ResponseReader.Step.MORE && step != ResponseReader.Step.BROKEN;
                broken = step == ResponseReader.Step.BROKEN;
                take(step, reader, in, seen, body);
            }
        }
        in.release();
        if (!body.isEmpty()) {
            seen.add("unfinished " + body);
        }
        if (broken) {
            seen.add("broken");
        }
        return seen;
    }

    static long accepted(List<String> seen) {
        return seen.stream().filter("end"::equals).count();
    }

    /**
     * How many whole answers Netty's strict decoder takes, interim ones left out, up to the first that it refuses. Minor
     * versions to come are 1.1 to us (RFC 9110, section 2.5), so it gets them as that.
     */
    static long acceptedByNetty(byte[] bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpResponseDecoder());
        String text = new String(bytes, ISO_8859_1).replaceAll("HTTP/1\\.[2-9]", "HTTP/1.1");
        channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
        long accepted = 0;
        boolean refused = false;
        boolean interim = false;
        for (Object part = channel.readInbound(); part != null; part = channel.readInbound()) {
            // behind a switch of protocols Netty hands on the bytes as they are
            refused = refused
                    || !(part instanceof HttpObject object)
                    || object.decoderResult().isFailure();
            if (part instanceof HttpResponse response) {
                interim = response.status().code() < 200;
            }
            if (!refused && !interim && part instanceof LastHttpContent) {
                accepted++;
            }
            ReferenceCountUtil.release(part);
        }
        channel.finishAndReleaseAll();
        return accepted;
    }

    private static void take(
            ResponseReader.Step step, ResponseReader reader, ByteBuf in, List<String> seen, StringBuilder body) {
        switch (step) {
            case MORE, BROKEN -> {}
            case HEAD -> {
                ResponseHead head = reader.head();
                seen.add(head.status() + " " + head.reason() + " " + head.contentLength() + " " + head.keepAlive() + " "
                        + head.fields().recorded());
                if (reader.isEmptyBody()) {
                    reader.step(in);
                    reader.piece().release();
                    seen.add("end");
                }
            }
            case PIECE -> append(reader.piece(), body);
            case LAST -> {
                append(reader.piece(), body);
                seen.add(body.toString());
                seen.add("end");
                body.setLength(0);
            }
        }
    }

    private static void append(ByteBuf piece, StringBuilder body) {
        body.append(piece.toString(ISO_8859_1));
        piece.release();
    }
}
