package dev.understudy.gateway.wire;

import dev.understudy.pair.Body;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The beginning of a body, copied while it streams by, and how long all of it was. It copies to the heap, so nobody has
 * to release anything. One event loop.
 */
public final class Capture {
    private static final byte[] EMPTY = {};

    private final int max;
    private byte[] bytes = EMPTY;
    private int kept;
    private long length;
    private boolean complete;

    /** @param max bytes that are kept */
    public Capture(int max) {
        this.max = max;
    }

    /** Copies without moving the buffer's indexes. */
    public void append(ByteBuf buffer) {
        int readable = buffer.readableBytes();
        length += readable;
        int copied = Math.min(readable, max - kept);
        if (copied > 0) {
            if (bytes.length - kept < copied) {
                bytes = Arrays.copyOf(bytes, Math.min(max, Math.max(kept + copied, Math.min(max, kept * 2))));
            }
            buffer.getBytes(buffer.readerIndex(), bytes, kept, copied);
            kept += copied;
        }
    }

    /** Whether that many more bytes would all be kept. */
    public boolean hasRoomFor(int more) {
        return kept + more <= max;
    }

    /** Nothing follows. */
    public void end() {
        complete = true;
    }

    public boolean isComplete() {
        return complete;
    }

    /** Whether everything that came by so far is here. */
    public boolean isWhole() {
        return length == kept;
    }

    public long length() {
        return length;
    }

    /** What was kept, without a copy when it fits: nobody may change it. */
    public byte[] bytes() {
        return bytes.length == kept ? bytes : Arrays.copyOf(bytes, kept);
    }

    /** For the record, cut to at most {@code most} bytes. */
    public Body body(int most) {
        int size = Math.min(kept, most);
        byte[] cut = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        return new Body(cut, length, !complete || size < length);
    }
}
