/**
 * Asking a model: its endpoints, connections, places, breaker, deadlines, and one call from its first byte to its last.
 *
 * <p>A call lives and dies on the event loop of the client that caused it, with a connection from that loop's own pool,
 * so nothing here changes threads. Shadows have connections, places and breakers of their own.
 */
@NullMarked
package dev.understudy.gateway.upstream;

import org.jspecify.annotations.NullMarked;
