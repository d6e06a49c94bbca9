package dev.understudy.gateway.http1;

import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.ResponseHead;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what a model answers to one request at a time. What is not exactly HTTP/1 is broken; nothing is guessed. */
public final class ResponseReader {
    /** What a step came to. */
    public enum Step {
        /** More bytes are needed. */
        MORE,
        /** A head is there. After an interim one another follows; after a final one a body, be it empty. */
        HEAD,
        /** A piece of the body is there. */
        PIECE,
        /** The last piece of the body is there, perhaps empty. */
        LAST,
        /** It makes no sense. */
        BROKEN
    }

    private static final int HEAD_BYTES_MAX = 64 * 1024;
    private static final byte[] VERSION = "HTTP/1.0 ".getBytes(StandardCharsets.US_ASCII);

    private final FieldLines lines;
    private final BodyReader body = new BodyReader(HEAD_BYTES_MAX);
    private boolean inBody;
    private boolean broken;
    private boolean headRequest;
    private boolean upgradable;
    private int scanned;
    private @Nullable HeadScan scan;
    private @Nullable ResponseHead head;

    /** @param scratch of the event loop */
    public ResponseReader(Scratch scratch) {
        this.lines = scratch.lines();
    }

    /** A request goes out now. An answer to HEAD has no body. */
    public void asked(boolean isHead) {
        headRequest = isHead;
        upgradable = false;
    }

    /** The request that goes out asks for another protocol: a 101 is its answer, and what follows is in that protocol. */
    public void askedToUpgrade() {
        upgradable = true;
    }

    /** Reads as far as something is there, and moves the buffer's reader index behind it. */
    public Step step(ByteBuf in) {
        if (broken) {
            return Step.BROKEN;
        }
        return inBody ? bodyStep(in) : headStep(in);
    }

    /** Whether the connection's end is the body's. */
    public boolean endsWithConnection() {
        return inBody && body.isUntilClose();
    }

    /** Whether the body that follows the last head is known to have no bytes. */
    public boolean isEmptyBody() {
        return inBody && body.isEmpty();
    }

    /** Once, after {@link Step#HEAD}. */
    public ResponseHead head() {
        ResponseHead read = head;
        head = null;
        if (read == null) {
            throw new IllegalStateException("no head was read");
        }
        return read;
    }

    /** The caller's to release; once, after {@link Step#PIECE} or {@link Step#LAST}. */
    public ByteBuf piece() {
        return body.piece();
    }

    private Step bodyStep(ByteBuf in) {
        return switch (body.step(in)) {
            case MORE -> Step.MORE;
            case PIECE -> Step.PIECE;
            case LAST -> {
                inBody = false;
                yield Step.LAST;
            }
            case BROKEN -> broken();
        };
    }

    private Step headStep(ByteBuf in) {
        int readable = in.readableBytes();
        if (readable == 0 || (scanned > 0 && readable < HEAD_BYTES_MAX && !isWorthReading(in, readable))) {
            return Step.MORE;
        }
        int most = Math.min(readable, HEAD_BYTES_MAX);
        int usual = Math.min(most, FieldLines.USUAL_BYTES);
        Step step = headStep(in, usual);
        return step == Step.MORE && usual < most ? headStep(in, most) : step;
    }

    private Step headStep(ByteBuf in, int count) {
        byte[] bytes = lines.room(HEAD_BYTES_MAX);
        in.getBytes(in.readerIndex(), bytes, 0, count);
        int lineEnd = statusLine(bytes, count);
        if (lineEnd <= 0) {
            return lineEnd < 0 ? broken() : more(in, count);
        }
        int end = lines.read(lineEnd, count);
        if (end < 0) {
            return end == FieldLines.INCOMPLETE ? more(in, count) : broken();
        }
        in.skipBytes(end);
        scanned = 0;
        return head(bytes, lineEnd, lines.fields(lineEnd, end));
    }

    /** Where the line ends; 0 while it is not all here, -1 when it is none. */
    private static int statusLine(byte[] bytes, int count) {
        for (int i = 0; i < VERSION.length; i++) {
            if (i == count) {
                return 0;
            }
            if (VERSION[i] == '0' ? !Octets.isDigit(bytes[i]) : bytes[i] != VERSION[i]) {
                return -1;
            }
        }
        int at = VERSION.length;
        for (int digit = 0; digit < 3; digit++, at++) {
            if (at == count) {
                return 0;
            }
            if (!Octets.isDigit(bytes[at])) {
                return -1;
            }
        }
        if (at < count && bytes[at] != ' ' && bytes[at] != '\r') {
            return -1;
        }
        while (at < count && Octets.isValue(bytes[at])) {
            at++;
        }
        if (at < count && bytes[at] != '\r') {
            return -1;
        }
        if (at + 1 >= count) {
            return 0;
        }
        return bytes[at + 1] == '\n' ? at + 2 : -1;
    }

    private Step head(byte[] bytes, int lineEnd, Fields fields) {
        int status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
        int minor = bytes[7] == '0' ? 0 : 1;
        if (status < 100 || status > 599 || !isFramed(minor, fields)) {
            return broken();
        }
        String reason = lineEnd - 2 > 13 ? new String(bytes, 13, lineEnd - 2 - 13, StandardCharsets.ISO_8859_1) : "";
        boolean upgraded = status == 101 && upgradable;
        boolean interim = status < 200 && !upgraded;
        boolean bodiless = interim || headRequest || status == 204 || status == 304;
        boolean chunked = fields.contains(FieldName.TRANSFER_ENCODING);
        long length = fields.number(FieldName.CONTENT_LENGTH);
        head = new ResponseHead(
                status, reason, fields, length, Persistence.of(minor, fields) && (bodiless || chunked || length >= 0));
        inBody = !interim;
        if (upgraded) {
            body.untilClose();
        } else if (bodiless) {
            body.length(0);
        } else if (chunked) {
            body.chunked();
        } else if (length >= 0) {
            body.length(length);
        } else {
            body.untilClose();
        }
        return Step.HEAD;
    }

    /** Not with an encoding that is not ours to undo, or a length beside chunks: the end is unknown. */
    private static boolean isFramed(int minor, Fields fields) {
        int lengths = fields.count(FieldName.CONTENT_LENGTH);
        if (fields.contains(FieldName.TRANSFER_ENCODING)) {
            return lengths == 0
                    && minor > 0
                    && fields.count(FieldName.TRANSFER_ENCODING) == 1
                    && fields.says(FieldName.TRANSFER_ENCODING, "chunked");
        }
        return lengths == 0 || fields.number(FieldName.CONTENT_LENGTH) >= 0;
    }

    private boolean isWorthReading(ByteBuf in, int readable) {
        int from = scanned;
        scanned = readable;
        return scan().isWorthReading(in, from, readable);
    }

    /** The head goes on: from here on its octets are only looked at, until it is worth reading again. */
    private Step more(ByteBuf in, int count) {
        int readable = in.readableBytes();
        if (count < Math.min(readable, HEAD_BYTES_MAX)) {
            return Step.MORE;
        }
        if (readable >= HEAD_BYTES_MAX) {
            return broken();
        }
        HeadScan begun = scan();
        begun.begin();
        boolean unused = begun.isWorthReading(in, 0, readable);
        scanned = readable;
        return Step.MORE;
    }

    private HeadScan scan() {
        HeadScan present = scan;
        if (present == null) {
            present = HeadScan.ofResponse();
            scan = present;
        }
        return present;
    }

    private Step broken() {
        broken = true;
        return Step.BROKEN;
    }
}
