/**
 * What the wire tests stand on: a fake model, a raw client and a running gateway, all on real sockets.
 *
 * <p>Nothing here knows Netty's HTTP classes or the gateway's own: what is judged must not be the judge. Every wait has
 * a deadline, long enough for a busy machine, and none waits longer than what it waits for.
 */
@NullMarked
package dev.understudy.gateway.testing;

import org.jspecify.annotations.NullMarked;
