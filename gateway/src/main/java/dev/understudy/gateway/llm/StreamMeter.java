package dev.understudy.gateway.llm;

import dev.understudy.pair.AnswerFacts;
import dev.understudy.pair.ContentCoding;
import dev.understudy.pair.Inflation;
import dev.understudy.pair.Leg;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Watches the stream of one answer pass: when its first content came, at which pace the rest, what the model says of it.
 *
 * <p>Content is what a client shows or acts on: a text, a reasoning, a tool call. Comments, pings, roles, usages and
 * whatever else frames it are none. Of a stream of no kind that is known every event with data is content. Of a compressed
 * one a copy is inflated, within bounds. One event loop; who made it closes it.
 */
public final class StreamMeter implements AutoCloseable {
    private static final long INFLATED_BYTES_MAX = 64L * 1024 * 1024;

    private final @Nullable Inflation inflation;
    private final Slices slices = new Slices();
    private final EventReader reader = new EventReader(this::event);
    private final Slices.Receiver receiver;
    private final AnswerFacts facts = new AnswerFacts();
    private final Pace pace = new Pace();
    private long nowNanos;
    private long firstContentNanos;
    private boolean failed;

    /** @param coding of the stream, which {@link Inflation} reads; null when it is not compressed */
    public StreamMeter(@Nullable ContentCoding coding) {
        Inflation made = coding == null ? null : new Inflation(coding, INFLATED_BYTES_MAX);
        Inflation.Receiver plain = (bytes, length) -> reader.read(bytes, 0, length);
        this.inflation = made;
        this.receiver = made == null ? reader : (bytes, from, to) -> made.read(bytes, from, to, plain);
    }

    /** Reads a piece of the stream, without moving its indexes. */
    public void read(ByteBuf piece, long arrivedNanos) {
        nowNanos = arrivedNanos;
        if (isRead()) {
            slices.read(piece, receiver);
        }
    }

    @Override
    public void close() {
        if (inflation != null) {
            inflation.close();
        }
    }

    /** 0 before any came; otherwise of {@link System#nanoTime}. */
    public long firstContentNanos() {
        return firstContentNanos;
    }

    public boolean hasContent() {
        return firstContentNanos != 0;
    }

    /** Whether no first content is waited for: it has come, or it cannot be seen any more. */
    public boolean hasBegun() {
        return hasContent() || !isRead();
    }

    /** Whether what comes is understood: not what is compressed otherwise than it says, or stands for too much. */
    public boolean isRead() {
        return inflation == null || !inflation.hasGivenUp();
    }

    /** Whether the model said in an event that it failed. */
    public boolean hasFailed() {
        return failed;
    }

    /** What the model says it used; null when it did not say. */
    public Leg.@Nullable Tokens tokens() {
        return facts.tokens();
    }

    /**
     * How long the model took for each token after the first; 0 when there was one at most.
     *
     * @param tokens that it gave out; where that is not known, each piece of content counts for one
     */
    public double nanosPerToken(long tokens) {
        long gaps = tokens > 1 ? tokens - 1 : pace.gaps();
        return gaps == 0 ? 0 : (double) pace.nanos() / gaps;
    }

    /** Pieces of content that came. */
    public long pieces() {
        return hasContent() ? pace.gaps() + 1 : 0;
    }

    public Leg.Generation generation() {
        return new Leg.Generation(facts.model(), facts.finishReason(), pace.summary(), null);
    }

    private void event(byte[] data, int length, boolean tooLong) {
        AnswerFacts.Event event = tooLong ? AnswerFacts.Event.UNKNOWN : facts.read(data, 0, length);
        switch (event) {
            case CONTENT, UNKNOWN -> content();
            case ERROR -> failed = true;
            case FRAME, DONE -> {
                // counts for nothing
            }
        }
    }

    private void content() {
        if (firstContentNanos == 0) {
            firstContentNanos = nowNanos;
        }
        pace.beat(nowNanos);
    }
}
