package dev.understudy.gateway.upstream;

import dev.understudy.config.Selection;
import dev.understudy.gateway.upstream.ConnectionPool.Use;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.RequestHead;
import dev.understudy.gateway.wire.ResponseHead;
import dev.understudy.gateway.wire.Version;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks each of a model's peers again and again whether it is well, each time over a connection of its own. What it finds
 * holds for all event loops. At home.
 */
final class HealthWatch {
    private static final int ANSWER_BYTES_MAX = 64 * 1024;
    private static final Fields FIELDS = Fields.of(List.of(Map.entry("user-agent", "understudy-health")));

    private final Upstream upstream;
    private final Selection.Health settings;
    private final Home home;
    private final ConnectionPool pool;
    private final Lane lane;
    private final Deadlines deadlines;
    private final Ask ask;
    private final Map<Peer, Check> checks = new HashMap<>();

    HealthWatch(Upstream upstream, Selection.Health settings, Home home, ConnectionPool pool) {
        this.upstream = upstream;
        this.settings = settings;
        this.home = home;
        this.pool = pool;
        this.lane = new Lane(upstream.model(), Use.HEALTH, upstream.peers(), new LaneCounts());
        long nanos = settings.timeout().toNanos();
        this.deadlines = new Deadlines(nanos, nanos, nanos, nanos, nanos, Failure.TOTAL_TIMEOUT);
        RequestHead head =
                new RequestHead("GET", settings.path(), "", Version.HTTP_1_1, FIELDS, 0, false, false, true, null);
        this.ask = Ask.of(head, new Hop("127.0.0.1", "http", Hop.Trust.UNKNOWN), null);
    }

    /** These are the peers from now on. */
    void look(List<Peer> peers) {
        checks.keySet().removeIf(peer -> !peers.contains(peer));
        for (Peer peer : peers) {
            if (!checks.containsKey(peer)) {
                Check check = new Check(peer);
                checks.put(peer, check);
                check.begin();
            }
        }
    }

    void stop() {
        checks.clear();
    }

    /** The checks of one peer, one after the other. */
    private final class Check implements CallListener {
        private final Peer peer;
        private boolean good;
        private int inARow;
        private int bytes;

        Check(Peer peer) {
            this.peer = peer;
        }

        void begin() {
            if (checks.get(peer) == this) {
                good = false;
                bytes = 0;
                new Call(pool, upstream, lane, ask, peer, deadlines, this).start();
            }
        }

        @Override
        public void head(ResponseHead response) {
            good = settings.status().contains(response.status());
        }

        @Override
        public void content(ByteBuf piece, long nowNanos) {
            bytes += piece.readableBytes();
            piece.release();
            good &= bytes <= ANSWER_BYTES_MAX;
        }

        @Override
        public void ended(Fields trailers) {
            found(good);
        }

        @Override
        public void failed(Failure failure) {
            found(false);
        }

        @Override
        public void batchEnded() {}

        @Override
        public void writable() {}

        private void found(boolean well) {
            if (checks.get(peer) != this) {
                return;
            }
            inARow = well == peer.isUnhealthy() ? inARow + 1 : 0;
            if (inARow >= (well ? settings.healthy() : settings.unhealthy())) {
                inARow = 0;
                upstream.peers().healthy(peer, well);
            }
            double jitter = 0.9 + 0.2 * pool.coin().nextDouble();
            home.schedule(this::begin, (long) (settings.interval().toNanos() * jitter));
        }
    }
}
