package dev.understudy.gateway.wire;

import dev.understudy.pair.Body;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The beginning of a body, copied while it streams by, and how long all of it was. It copies to the heap, so nobody has
 * to release a buffer; what it takes of its loop's budget it gives back when it is released. One event loop.
 */
public final class Capture {
    private static final byte[] EMPTY = {};

    private int max;
    private final BodyBudget budget;
    private byte[] bytes = EMPTY;
    private int kept;
    private long length;
    private boolean complete;
    private boolean starved;
    private boolean released;

    /** @param max bytes that are kept, as long as the budget allows */
    public Capture(int max, BodyBudget budget) {
        this.max = max;
        this.budget = budget;
    }

    /** Keeps so many from now on; before anything came. */
    public void keep(int most) {
        if (length != 0) {
            throw new IllegalStateException("length: " + length + " (expected: 0)");
        }
        max = most;
    }

    /** Copies without moving the buffer's indexes. */
    public void append(ByteBuf buffer) {
        int readable = buffer.readableBytes();
        length += readable;
        int copied = Math.min(readable, max - kept);
        if (copied > 0 && !starved && !released) {
            if (grow(copied)) {
                buffer.getBytes(buffer.readerIndex(), bytes, kept, copied);
                kept += copied;
            } else {
                starved = true;
            }
        }
    }

    /** Whether that many more bytes would all be kept. */
    public boolean hasRoomFor(int more) {
        return kept + more <= max
                && !starved
                && (bytes.length - kept >= more || budget.has(kept + more - bytes.length));
    }

    /** Whether it could not keep what it was to keep, since too much is kept already. */
    public boolean isStarved() {
        return starved;
    }

    /** Nobody will ask for more of it: what it took is free again. What is kept stays readable. */
    public void release() {
        if (!released) {
            released = true;
            budget.give(bytes.length);
        }
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

    /** What was kept: nobody may change it. Of a whole body always the same array. */
    public byte[] bytes() {
        if (bytes.length == kept) {
            return bytes;
        }
        byte[] exact = Arrays.copyOf(bytes, kept);
        if (complete) {
            if (!released) {
                budget.give(bytes.length - kept);
            }
            bytes = exact;
        }
        return exact;
    }

    /** For the record, cut to at most {@code most} bytes. */
    public Body body(int most) {
        int size = Math.min(kept, most);
        byte[] cut = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        return new Body(cut, length, !complete || size < length);
    }

    /** Makes room for that many more bytes: with some to spare if the budget has them. */
    private boolean grow(int more) {
        int needed = kept + more;
        if (needed <= bytes.length) {
            return true;
        }
        int ample = Math.max(needed, Math.min(max, kept * 2));
        int size = budget.has(ample - bytes.length) ? ample : needed;
        if (!budget.take(size - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }
}
