package dev.understudy.gateway.llm;

import io.netty.buffer.ByteBuf;

/** Buffers as arrays, one after the other: their own where they have one, else copies in one that is used again. One event loop. */
final class Slices {
    private static final int BYTES = 2048;

    private byte[] slice = {};

    /** Who wants the bytes. */
    interface Receiver {
        /** Those from one place to another, good until this returns. */
        void read(byte[] bytes, int from, int to);
    }

    /** Hands a piece over, without moving its indexes. */
    void read(ByteBuf piece, Receiver receiver) {
        int from = piece.readerIndex();
        int to = piece.writerIndex();
        if (piece.hasArray()) {
            int offset = piece.arrayOffset();
            receiver.read(piece.array(), offset + from, offset + to);
            return;
        }
        if (slice.length < Math.min(BYTES, to - from)) {
            slice = new byte[Math.min(BYTES, Math.max(BYTES / 4, to - from))];
        }
        while (from < to) {
            int count = Math.min(slice.length, to - from);
            piece.getBytes(from, slice, 0, count);
            receiver.read(slice, 0, count);
            from += count;
        }
    }
}
