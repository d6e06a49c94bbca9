/**
 * HTTP/1.1 as bytes: strict readers of requests and responses (RFC 9112), and what writes them. Nothing that a peer may
 * understand differently gets through: it is refused here.
 *
 * <p>Runs on event loops; knows no routes, no models, no Vert.x.
 */
@NullMarked
package dev.understudy.gateway.http1;

import org.jspecify.annotations.NullMarked;
