package dev.understudy.gateway.proxy;

import dev.understudy.gateway.upstream.Upstream;
import dev.understudy.pair.BodyRewrite;

/** The body that one leg's model gets: the client's own, or what the model's settings make of it. */
final class LegBody {
    private LegBody() {}

    /** Whether this model gets another body than the client's, so that all of it has to be there before it is asked. */
    static boolean isRewritten(Upstream upstream, ClientRequest request) {
        return upstream.bodyRewrite() != null && request.hasBody() && request.isPlainJson();
    }

    /** Whether a body of that length can be sent to this model: as it is, or rewritten. */
    static boolean fits(Upstream upstream, ClientRequest request, long length) {
        return !isRewritten(upstream, request)
                || length <= upstream.model().rewrite().maxBody();
    }

    /** @param whole all of the client's body */
    static byte[] of(Upstream upstream, ClientRequest request, byte[] whole) {
        BodyRewrite rewrite = isRewritten(upstream, request) ? upstream.bodyRewrite() : null;
        return rewrite == null ? whole : request.rewritten(rewrite, whole);
    }

    /** The same; the leg keeps what became of it. */
    static byte[] make(Upstream upstream, ClientRequest request, byte[] whole, LegTrace leg) {
        byte[] body = of(upstream, request, whole);
        if (isRewritten(upstream, request)) {
            leg.rewritten(body == whole ? Rewritten.NOT_POSSIBLE : Rewritten.YES, body);
        }
        return body;
    }

    /** What became of the body of a leg whose model gets another one. */
    enum Rewritten {
        YES("rewritten"),
        /** It is no JSON, or has no such place. */
        NOT_POSSIBLE("unchanged");

        private final String label;

        Rewritten(String label) {
            this.label = label;
        }

        /** As metrics name it. */
        String label() {
            return label;
        }
    }
}
