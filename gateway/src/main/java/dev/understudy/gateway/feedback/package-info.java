/**
 * What clients tell us later about a pair: clicks, labels, rewards.
 *
 * <p>Free of any transport: both listeners hand in the bytes of a body and send back the answer. Everything here may be
 * called from any thread and never waits. It must not import Netty, Vert.x or the data plane.
 */
@NullMarked
package dev.understudy.gateway.feedback;

import org.jspecify.annotations.NullMarked;
