package dev.understudy.gateway.http1;

import dev.understudy.gateway.wire.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body out of its framing (RFC 9112, sections 6 and 7), piece by piece as it arrives. Trailers are checked and
 * dropped.
 */
final class BodyReader {
    /** What a step came to. */
    enum Step {
        /** Nothing more can be said of these bytes. */
        MORE,
        /** A piece is there. */
        PIECE,
        /** The last piece is there, perhaps empty. */
        LAST,
        /** The framing makes no sense. */
        BROKEN
    }

    private enum State {
        LENGTH,
        UNTIL_CLOSE,
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        END_LF
    }

    private static final int SIZE_DIGITS_MAX = 15;
    private static final int EXTENSION_BYTES_MAX = 16 * 1024;

    private final int trailerBytesMax;
    private State state = State.LENGTH;
    private long remaining;
    private int digits;
    private int extras;
    private int trailers;
    private ChunkExtension extension = ChunkExtension.BEGUN;
    private ByteBuf piece = Unpooled.EMPTY_BUFFER;
    private @Nullable Failure failure;

    BodyReader(int trailerBytesMax) {
        this.trailerBytesMax = trailerBytesMax;
    }

    /** A body of that many bytes follows; 0 for none. */
    void length(long bytes) {
        state = State.LENGTH;
        remaining = bytes;
    }

    void chunked() {
        state = State.SIZE;
        remaining = 0;
        digits = 0;
        extras = 0;
        trailers = 0;
    }

    void untilClose() {
        state = State.UNTIL_CLOSE;
    }

    boolean isEmpty() {
        return state == State.LENGTH && remaining == 0;
    }

    boolean isUntilClose() {
        return state == State.UNTIL_CLOSE;
    }

    /** The caller's to release; once. */
    ByteBuf piece() {
        ByteBuf taken = piece;
        piece = Unpooled.EMPTY_BUFFER;
        return taken;
    }

    Failure failure() {
        return failure == null ? Failure.MALFORMED_REQUEST : failure;
    }

    Step step(ByteBuf in) {
        return switch (state) {
            case LENGTH -> counted(in);
            case UNTIL_CLOSE -> in.isReadable() ? piece(in, in.readableBytes(), Step.PIECE) : Step.MORE;
            default -> chunks(in);
        };
    }

    private Step counted(ByteBuf in) {
        if (remaining == 0) {
            return Step.LAST;
        }
        int count = (int) Math.min(remaining, in.readableBytes());
        if (count == 0) {
            return Step.MORE;
        }
        remaining -= count;
        return piece(in, count, remaining == 0 ? Step.LAST : Step.PIECE);
    }

    private Step piece(ByteBuf in, int count, Step step) {
        piece = in.readRetainedSlice(count);
        return step;
    }

    private Step chunks(ByteBuf in) {
        while (in.isReadable()) {
            if (state == State.DATA) {
                int count = (int) Math.min(remaining, in.readableBytes());
                remaining -= count;
                if (remaining == 0) {
                    state = State.DATA_CR;
                }
                return piece(in, count, Step.PIECE);
            }
            byte octet = in.readByte();
            State next = next(octet);
            if (next == null) {
                return Step.BROKEN;
            }
            if (state == State.END_LF) {
                return Step.LAST;
            }
            state = next;
        }
        return Step.MORE;
    }

    /** The state behind one octet of the framing; null when it must not stand there. */
    private @Nullable State next(byte octet) {
        return switch (state) {
            case SIZE -> size(octet);
            case EXTENSION -> extension(octet);
            case SIZE_LF -> octet != '\n' ? null : remaining == 0 ? State.TRAILER : State.DATA;
            case DATA_CR -> octet == '\r' ? State.DATA_LF : null;
            case DATA_LF -> octet == '\n' ? sizeAgain() : null;
            case TRAILER -> octet == '\r' ? State.END_LF : trailer(Octets.isToken(octet), State.TRAILER_NAME);
            case TRAILER_NAME ->
                octet == ':' ? trailer(true, State.TRAILER_VALUE) : trailer(Octets.isToken(octet), State.TRAILER_NAME);
            case TRAILER_VALUE ->
                octet == '\r' ? trailer(true, State.TRAILER_LF) : trailer(Octets.isValue(octet), State.TRAILER_VALUE);
            case TRAILER_LF -> trailer(octet == '\n', State.TRAILER);
            case END_LF -> octet == '\n' ? State.END_LF : null;
            case LENGTH, UNTIL_CLOSE, DATA -> null;
        };
    }

    private @Nullable State size(byte octet) {
        int digit = Character.digit(octet, 16);
        if (digit >= 0 && octet > 0) {
            remaining = remaining * 16 + digit;
            return ++digits > SIZE_DIGITS_MAX || remaining > Integer.MAX_VALUE ? null : State.SIZE;
        }
        if (digits == 0) {
            return null;
        }
        extension = ChunkExtension.BEGUN;
        return octet == '\r' ? State.SIZE_LF : octet == ';' ? State.EXTENSION : null;
    }

    private @Nullable State extension(byte octet) {
        ChunkExtension next = extension.behind(octet);
        extension = next;
        return next == ChunkExtension.OVER ? State.SIZE_LF : extra(next != ChunkExtension.MALFORMED, State.EXTENSION);
    }

    private State sizeAgain() {
        remaining = 0;
        digits = 0;
        return State.SIZE;
    }

    private @Nullable State extra(boolean allowed, State next) {
        return allowed && ++extras <= EXTENSION_BYTES_MAX ? next : null;
    }

    private @Nullable State trailer(boolean allowed, State next) {
        trailers += state == State.TRAILER ? 1 : 0;
        if (++extras > trailerBytesMax || trailers > FieldLines.FIELDS_MAX) {
            failure = Failure.HEAD_TOO_LARGE;
            return null;
        }
        return allowed ? next : null;
    }
}
