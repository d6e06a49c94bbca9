/**
 * What every part of the data plane says of HTTP, in whichever version: heads and their fields, which fields stop here,
 * what went wrong and whose fault it was, and the bounded copy of a body.
 *
 * <p>Runs on event loops; no state, no Vert.x.
 */
@NullMarked
package dev.understudy.gateway.wire;

import org.jspecify.annotations.NullMarked;
