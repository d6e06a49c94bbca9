package dev.understudy.gateway.http1;

import dev.understudy.gateway.wire.HeadBytes;

/** What one event loop's readers and writers use in turn. Nothing stays in it between two events. */
public final class Scratch {
    private final FieldLines lines = new FieldLines();
    private final HeadBytes head = new HeadBytes();

    FieldLines lines() {
        return lines;
    }

    /** A head to write, empty. */
    public HeadBytes head() {
        return head.begin();
    }
}
