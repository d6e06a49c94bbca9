package dev.understudy.gateway.http1;

import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.RequestHead;
import dev.understudy.gateway.wire.Version;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one client's bytes as requests, one step at a time, so that its caller decides when the next request begins. What
 * is not exactly HTTP/1.1 or HTTP/1.0 is a head with a problem or a broken body; nothing is read after either.
 */
public final class RequestReader {
    /** What a step came to. */
    public enum Step {
        /** More bytes are needed. */
        MORE,
        /** A head is there; a body always follows, be it empty. */
        HEAD,
        /** A piece of the body is there. */
        PIECE,
        /** The last piece of the body is there, perhaps empty. */
        LAST,
        /** The body's framing makes no sense. */
        BROKEN
    }

    /** Longer methods are nobody's (RFC 9112, section 3). */
    static final int METHOD_MAX = 64;

    private final FieldLines lines;
    private final int headBytesMax;
    private final BodyReader body;
    private boolean inBody;
    private boolean broken;
    private int scanned;
    private @Nullable HeadScan scan;
    private @Nullable RequestHead head;

    /** @param scratch of the event loop */
    public RequestReader(Scratch scratch, int headBytesMax) {
        this.lines = scratch.lines();
        this.headBytesMax = headBytesMax;
        this.body = new BodyReader(headBytesMax);
    }

    /** Reads as far as something is there, and moves the buffer's reader index behind it. */
    public Step step(ByteBuf in) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return Step.MORE;
        }
        return inBody ? bodyStep(in) : headStep(in);
    }

    /** Once, after {@link Step#HEAD}. */
    public RequestHead head() {
        RequestHead read = head;
        head = null;
        return read == null ? RequestHead.broken(Failure.MALFORMED_REQUEST) : read;
    }

    /** The caller's to release; once, after {@link Step#PIECE} or {@link Step#LAST}. */
    public ByteBuf piece() {
        return body.piece();
    }

    /** After {@link Step#BROKEN}. */
    public Failure failure() {
        return body.failure();
    }

    private Step bodyStep(ByteBuf in) {
        return switch (body.step(in)) {
            case MORE -> Step.MORE;
            case PIECE -> Step.PIECE;
            case LAST -> {
                inBody = false;
                yield Step.LAST;
            }
            case BROKEN -> {
                broken = true;
                yield Step.BROKEN;
            }
        };
    }

    private Step headStep(ByteBuf in) {
        int readable = in.readableBytes();
        if (readable == 0 || (scanned > 0 && readable < headBytesMax && !isWorthReading(in, readable))) {
            return Step.MORE;
        }
        int most = Math.min(readable, headBytesMax);
        int usual = Math.min(most, FieldLines.USUAL_BYTES);
        Step step = headStep(in, usual);
        return step == Step.MORE && usual < most ? headStep(in, most) : step;
    }

    private Step headStep(ByteBuf in, int count) {
        byte[] bytes = lines.room(headBytesMax);
        in.getBytes(in.readerIndex(), bytes, 0, count);
        RequestLine line = new RequestLine(bytes, count);
        Failure problem = line.read();
        if (problem != null) {
            return broken(problem);
        }
        if (!line.isComplete()) {
            return count >= headBytesMax ? broken(Failure.TARGET_TOO_LONG) : more(in, count);
        }
        int end = lines.read(line.end(), count);
        if (end < 0) {
            return switch (end) {
                case FieldLines.TOO_MANY -> broken(Failure.HEAD_TOO_LARGE);
                case FieldLines.MALFORMED -> broken(Failure.MALFORMED_REQUEST);
                default -> count >= headBytesMax ? broken(Failure.HEAD_TOO_LARGE) : more(in, count);
            };
        }
        in.skipBytes(end);
        scanned = 0;
        RequestHead read = line.head(lines.fields(line.end(), end));
        head = read;
        if (read.problem() != null) {
            broken = true;
        } else if (read.contentLength() < 0) {
            body.chunked();
        } else {
            body.length(read.contentLength());
        }
        inBody = true;
        return Step.HEAD;
    }

    private boolean isWorthReading(ByteBuf in, int readable) {
        int from = scanned;
        scanned = readable;
        return scan().isWorthReading(in, from, readable);
    }

    /** The head goes on: from here on its octets are only looked at, until it is worth reading again. */
    private Step more(ByteBuf in, int count) {
        int readable = in.readableBytes();
        if (count < Math.min(readable, headBytesMax)) {
            return Step.MORE;
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
            present = HeadScan.ofRequest();
            scan = present;
        }
        return present;
    }

    private Step broken(Failure problem) {
        broken = true;
        head = RequestHead.broken(problem);
        return Step.HEAD;
    }

    /** The first line of a head, and what it and the fields amount to. */
    private static final class RequestLine {
        private final byte[] bytes;
        private final int count;
        private int end;
        private int methodStart;
        private int methodEnd;
        private int targetEnd;
        private boolean odd;
        private int major;
        private int minor;

        RequestLine(byte[] bytes, int count) {
            this.bytes = bytes;
            this.count = count;
        }

        boolean isComplete() {
            return end > 0;
        }

        /** Behind the line. */
        int end() {
            return end;
        }

        /** Null while it may still become a request line. */
        @Nullable
        Failure read() {
            int at = start();
            if (at < 0) {
                return Failure.MALFORMED_REQUEST;
            }
            methodStart = at;
            while (at < count && Octets.isToken(bytes[at])) {
                at++;
            }
            methodEnd = at;
            if (at - methodStart > METHOD_MAX) {
                return Failure.METHOD_NOT_IMPLEMENTED;
            }
            if (at == count) {
                return null;
            }
            if (bytes[at] != ' ' || at == methodStart) {
                return Failure.MALFORMED_REQUEST;
            }
            at = target(at + 1);
            targetEnd = at;
            if (at == count) {
                return null;
            }
            if (bytes[at] != ' ' || at == methodEnd + 1) {
                return Failure.MALFORMED_REQUEST;
            }
            return version(at + 1);
        }

        private int target(int from) {
            int at = from;
            boolean seen = false;
            while (at < count && Octets.isTarget(bytes[at])) {
                seen |= Octets.isOdd(bytes[at]);
                at++;
            }
            odd = seen;
            return at;
        }

        /** Behind the one empty line that may stand before a request (RFC 9112, section 2.2); -1 for half of it. */
        private int start() {
            if (bytes[0] != '\r') {
                return 0;
            }
            return count == 1 ? count : bytes[1] == '\n' ? 2 : -1;
        }

        private @Nullable Failure version(int at) {
            byte[] wanted = VERSION;
            for (int i = 0; i < wanted.length; i++) {
                if (at + i == count) {
                    return null;
                }
                byte octet = bytes[at + i];
                if (wanted[i] == '0' ? !Octets.isDigit(octet) : octet != wanted[i]) {
                    return Failure.MALFORMED_REQUEST;
                }
            }
            major = bytes[at + 5] - '0';
            minor = bytes[at + 7] - '0';
            end = at + wanted.length;
            return null;
        }

        RequestHead head(Fields fields) {
            String method = method();
            String target = new String(bytes, methodEnd + 1, targetEnd - methodEnd - 1, StandardCharsets.ISO_8859_1);
            String host = fields.first(FieldName.HOST);
            Failure problem = problem(method, target, fields, host);
            if (problem != null) {
                return new RequestHead(method, "/", null, spoken(), fields, 0, false, false, false, problem);
            }
            boolean chunked = fields.contains(FieldName.TRANSFER_ENCODING);
            boolean counted = fields.contains(FieldName.CONTENT_LENGTH);
            return new RequestHead(
                    method,
                    Target.originForm(target, method),
                    target.charAt(0) == '/' || target.equals("*") ? host : Target.authority(target),
                    spoken(),
                    fields,
                    chunked ? -1 : counted ? fields.number(FieldName.CONTENT_LENGTH) : 0,
                    chunked || counted,
                    minor > 0 && fields.contains(FieldName.EXPECT) && (chunked || announcesContent(fields)),
                    Persistence.of(minor, fields),
                    null);
        }

        private Version spoken() {
            return minor == 0 ? Version.HTTP_1_0 : Version.HTTP_1_1;
        }

        private @Nullable Failure problem(String method, String target, Fields fields, @Nullable String host) {
            if (major != 1) {
                return Failure.VERSION_NOT_SUPPORTED;
            }
            if (method.equals("CONNECT") || method.equals("TRACE")) {
                return Failure.METHOD_NOT_ALLOWED;
            }
            if (!Target.isValid(target, method) || (odd && !Target.isEscaped(target)) || !isHost(fields, host)) {
                return Failure.MALFORMED_REQUEST;
            }
            Failure framing = framing(fields);
            if (framing != null) {
                return framing;
            }
            if (fields.contains(FieldName.EXPECT)
                    && (fields.count(FieldName.EXPECT) > 1 || !fields.says(FieldName.EXPECT, "100-continue"))) {
                return Failure.EXPECTATION_FAILED;
            }
            return null;
        }

        private @Nullable Failure framing(Fields fields) {
            boolean counted = fields.contains(FieldName.CONTENT_LENGTH);
            if (!fields.contains(FieldName.TRANSFER_ENCODING)) {
                return counted && fields.number(FieldName.CONTENT_LENGTH) < 0 ? Failure.MALFORMED_REQUEST : null;
            }
            if (counted || minor == 0 || fields.count(FieldName.TRANSFER_ENCODING) > 1) {
                return Failure.MALFORMED_REQUEST;
            }
            if (fields.says(FieldName.TRANSFER_ENCODING, "chunked")) {
                return null;
            }
            return isUnknownCoding(String.valueOf(fields.first(FieldName.TRANSFER_ENCODING)))
                    ? Failure.CODING_NOT_IMPLEMENTED
                    : Failure.MALFORMED_REQUEST;
        }

        /** Whether the end would be known, if only we knew what stands before {@code chunked} (RFC 9112, section 6.1). */
        private static boolean isUnknownCoding(String codings) {
            String[] names = codings.toLowerCase(Locale.ROOT).split(",", -1);
            for (int i = 0; i < names.length; i++) {
                String name = names[i].strip();
                boolean last = i == names.length - 1;
                if (name.equals("chunked") != last || !name.chars().allMatch(c -> Octets.isToken((byte) c))) {
                    return false;
                }
            }
            return names.length > 1;
        }

        private static boolean announcesContent(Fields fields) {
            return fields.contains(FieldName.CONTENT_LENGTH) && fields.number(FieldName.CONTENT_LENGTH) > 0;
        }

        private boolean isHost(Fields fields, @Nullable String host) {
            return host == null ? minor == 0 : fields.count(FieldName.HOST) == 1 && Target.isAuthority(host);
        }

        /** Without a new string for the usual ones. */
        private String method() {
            for (int i = 0; i < METHODS.length; i++) {
                String method = METHODS[i];
                if (method.length() == methodEnd - methodStart && matches(method)) {
                    return method;
                }
            }
            return new String(bytes, methodStart, methodEnd - methodStart, StandardCharsets.US_ASCII);
        }

        private boolean matches(String method) {
            for (int i = 0; i < method.length(); i++) {
                if (bytes[methodStart + i] != method.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A zero stands for any digit. */
    private static final byte[] VERSION = "HTTP/0.0\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final String[] METHODS = {"POST", "GET", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS"};
}
