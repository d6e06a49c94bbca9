package dev.understudy.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a fake model has seen of one request so far. Written by its connection's thread, read by the test's.
 *
 * <p>It is {@code complete} once its whole body has come, and {@code cut} when the gateway closed or reset the
 * connection before the answer was finished.
 */
public final class ReceivedRequest {
    private final int connection;
    private final Head head;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile boolean complete;
    private volatile boolean answered;
    private volatile boolean cut;
    private volatile boolean left;
    private volatile long cutNanos;
    private volatile long bytesSent;

    ReceivedRequest(int connection, Head head) {
        this.connection = connection;
        this.head = head;
    }

    /** Which of the model's connections it came on; they are counted from 1. */
    public int connection() {
        return connection;
    }

    public Head head() {
        return head;
    }

    public String method() {
        return head.startLine().split(" ", -1)[0];
    }

    public String target() {
        return head.startLine().split(" ", -1)[1];
    }

    public Optional<String> header(String name) {
        return head.header(name);
    }

    public synchronized byte[] bodyBytes() {
        return body.toByteArray();
    }

    public String body() {
        return new String(bodyBytes(), StandardCharsets.UTF_8);
    }

    public boolean complete() {
        return complete;
    }

    /** Whether the whole answer was handed to the socket. */
    public boolean answered() {
        return answered;
    }

    public boolean cut() {
        return cut;
    }

    /** When it was cut, by {@link System#nanoTime}; 0 before. */
    public long cutNanos() {
        return cutNanos;
    }

    /** How much of an answer the socket has taken. */
    public long bytesSent() {
        return bytesSent;
    }

    synchronized void append(byte[] piece) {
        body.write(piece, 0, piece.length);
    }

    void markComplete() {
        complete = true;
    }

    void markAnswered() {
        answered = true;
    }

    /** Whether the model is done with it, whatever became of it. */
    boolean left() {
        return left;
    }

    void markLeft() {
        left = true;
    }

    void markCut() {
        if (!answered && !cut) {
            cutNanos = System.nanoTime();
            cut = true;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the connection's thread alone
    void countSent(int bytes) {
        bytesSent += bytes;
    }

    @Override
    public String toString() {
        return head.startLine() + " on connection " + connection + (complete ? "" : ", incomplete")
                + (cut ? ", cut" : "");
    }
}
