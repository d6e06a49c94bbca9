package dev.understudy.gateway.testing;

import java.util.Map;

/** How a model that speaks HTTP/2 treats its requests. On its event loop: it must not wait. */
@FunctionalInterface
public interface Http2Behaviour {

    /** All of the request is here. */
    void complete(Http2Request request) throws Exception;

    /** The request's head is here. */
    default void begun(Http2Request request) throws Exception {}

    /** A piece of the request that is not the last one is here. */
    default void piece(Http2Request request) throws Exception {}

    static Http2Behaviour answering(String body) {
        return request -> request.respond(200, Map.of("content-type", "application/json"), body);
    }

    /** Sends back what it got. */
    static Http2Behaviour echoing() {
        return request -> request.respond(200, Map.of("content-type", "text/plain"), request.bodyBytes());
    }

    /** Never answers. */
    static Http2Behaviour hanging() {
        return request -> {};
    }
}
