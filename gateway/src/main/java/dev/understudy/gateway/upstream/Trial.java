package dev.understudy.gateway.upstream;

import dev.understudy.gateway.upstream.ConnectionPool.Use;
import dev.understudy.gateway.wire.ResponseHead;
import java.util.OptionalLong;

/**
 * One try of a call at one peer, and what it says of the peer: its latency, its failures, its wish to be left alone. Where
 * there is no other peer the first two are not looked at, and shadows' troubles are not those of who waits.
 */
final class Trial {
    private final Peers peers;
    private final Peer peer;
    private final Use use;
    private final long beganNanos;
    private boolean measured;
    private boolean askedToWait;
    /** 0 until an answer began. */
    private int status;

    Trial(Peers peers, Choice choice, Peer peer, Use use, long beganNanos) {
        this.peers = peers;
        this.peer = peer;
        this.use = use;
        this.beganNanos = beganNanos;
        this.measured = use != Use.HEALTH && !choice.isSolo();
        if (measured) {
            peer.entered();
        }
    }

    Peer peer() {
        return peer;
    }

    /** An answer began: how long the peer took, and whether it wants to be left alone. */
    void answered(ResponseHead head, long sentNanos, long now) {
        status = head.status();
        if (use != Use.HEALTH && RetryAfter.mayCome(status)) {
            OptionalLong nanos = RetryAfter.nanos(head, System.currentTimeMillis());
            askedToWait = nanos.isPresent();
            if (nanos.isPresent()) {
                peers.waitFor(peer, nanos.getAsLong());
            } else if (status == RetryAfter.TOO_MANY_REQUESTS) {
                peers.spare();
            }
        }
        if (measured && isGood()) {
            peer.latency().observe(now - sentNanos, now);
        }
    }

    /** The answer is whole; it came to this status, which gRPC says only now. */
    void ended(int lastStatus) {
        status = lastStatus;
        if (!isGood()) {
            failed();
        } else if (leave() && use == Use.PRIMARY) {
            peers.succeeded(peer);
        }
    }

    /** The answer that began was not wanted. */
    void rejected() {
        if (isGood()) {
            left();
        } else {
            failed();
        }
    }

    /** There is no answer, or not all of one, by the peer's fault. */
    void failed() {
        if (!leave()) {
            return;
        }
        if (!isGood()) {
            long now = System.nanoTime();
            peer.latency().observeFailure(now - beganNanos, now);
        }
        if (use == Use.PRIMARY) {
            peers.failed(peer);
        }
    }

    /** It is over, which says nothing of the peer that was not said. */
    void left() {
        leave();
    }

    private boolean leave() {
        boolean first = measured;
        if (first) {
            measured = false;
            peer.left();
        }
        return first;
    }

    /** An answer that says when to come back is no failure. */
    private boolean isGood() {
        return status != 0 && (status < 500 || askedToWait);
    }
}
