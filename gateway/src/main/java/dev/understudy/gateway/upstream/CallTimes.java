package dev.understudy.gateway.upstream;

import dev.understudy.gateway.wire.Failure;
import org.jspecify.annotations.Nullable;

/**
 * When what happened to one call, and how much longer it may take. All of {@link System#nanoTime}; 0 for what did not happen.
 */
public final class CallTimes {
    private final Deadlines deadlines;
    private long start;
    private long sent;
    private long asked;
    private long firstByte;
    private long lastByte;
    private long end;
    private long progress;
    private boolean awaitingContent;

    /** What a call waits for at the moment. */
    enum Phase {
        /** Nothing carries it yet. */
        CONNECTING,
        /** The client does not read, and may take its time. */
        PAUSED,
        /** The client does not send, and may take its time. */
        UNSENT,
        /** The model takes no more of the request, and has not begun to answer. */
        SENDING,
        /** The model has all of the request and has not begun to answer. */
        UNBEGUN,
        /** The model has begun to answer. */
        ANSWERING
    }

    CallTimes(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    /** When it was begun. */
    public long startNanos() {
        return start;
    }

    public long sentNanos() {
        return sent;
    }

    public long firstByteNanos() {
        return firstByte;
    }

    public long lastByteNanos() {
        return lastByte;
    }

    /** When it was over, however it ended. */
    public long endNanos() {
        return end;
    }

    /** When something happened last. */
    long progressNanos() {
        return progress;
    }

    void began(long now) {
        start = now;
    }

    void tried(long now) {
        progress = now;
    }

    /** The head of the request goes out. */
    void sent(long now) {
        sent = now;
        askedMore(now);
    }

    /** A piece of the request goes out. */
    void askedMore(long now) {
        progress = now;
        asked = now;
    }

    void progressed(long now) {
        progress = now;
    }

    /** With what came last the answer began. */
    void answerBegan() {
        firstByte = progress;
    }

    /** The answer is a stream, of which some content has to come in time. */
    void awaitContent() {
        awaitingContent = true;
    }

    void contentBegan() {
        awaitingContent = false;
    }

    /** A piece of the answer came. */
    void answerCame(long now) {
        progress = now;
        lastByte = now;
    }

    /** With what came last the answer is whole. */
    void answerEnded() {
        lastByte = progress;
    }

    /** Whole, with the last byte of its answer. */
    void ended() {
        end = lastByte;
    }

    void brokeOff(long now) {
        end = now;
    }

    boolean hasTimeLeft(long now) {
        return start + deadlines.total() - now > 0;
    }

    long connectNanos() {
        return Math.min(deadlines.connect(), deadlines.total());
    }

    /** What it has waited for too long; null for nothing. */
    @Nullable
    Failure late(Phase phase, long now) {
        if (!hasTimeLeft(now)) {
            return deadlines.late() == Failure.TOTAL_TIMEOUT ? overTime(phase) : deadlines.late();
        }
        if (untilContent(phase, now) <= 0) {
            return Failure.FIRST_TOKEN_TIMEOUT;
        }
        return silence(phase, now) <= 0 ? silent(phase) : null;
    }

    private Failure overTime(Phase phase) {
        return switch (phase) {
            case UNBEGUN -> Failure.FIRST_BYTE_TIMEOUT;
            case UNSENT -> firstByte == 0 ? Failure.REQUEST_TIMEOUT : Failure.TOTAL_TIMEOUT;
            case CONNECTING, SENDING, PAUSED, ANSWERING -> Failure.TOTAL_TIMEOUT;
        };
    }

    private static Failure silent(Phase phase) {
        return switch (phase) {
            case CONNECTING -> Failure.CONNECT_TIMEOUT;
            case SENDING, UNBEGUN -> Failure.FIRST_BYTE_TIMEOUT;
            case PAUSED, UNSENT, ANSWERING -> Failure.IDLE_TIMEOUT;
        };
    }

    /**
     * How long until a deadline may have passed. What arrives meanwhile may put another deadline in force, so it is never
     * longer than the shorter one.
     */
    long pause(Phase phase, long now) {
        long total = start + deadlines.total() - now;
        return Math.max(
                1,
                Math.min(
                        Math.min(
                                Math.min(total, silence(phase, now)),
                                Math.min(deadlines.firstByte(), deadlines.idle())),
                        Math.min(untilContent(phase, now), deadlines.firstToken())));
    }

    /** How much longer the first content of a stream may take. While the client does not read, it may. */
    private long untilContent(Phase phase, long now) {
        return awaitingContent && phase != Phase.PAUSED ? asked + deadlines.firstToken() - now : deadlines.firstToken();
    }

    /** How much longer nothing may happen. While the client keeps us waiting, with its request or its reading, it may. */
    private long silence(Phase phase, long now) {
        return switch (phase) {
            case CONNECTING -> progress + connectNanos() - now;
            case PAUSED, UNSENT -> deadlines.idle();
            case UNBEGUN -> progress + deadlines.firstByte() - now;
            case SENDING, ANSWERING -> progress + deadlines.idle() - now;
        };
    }
}
