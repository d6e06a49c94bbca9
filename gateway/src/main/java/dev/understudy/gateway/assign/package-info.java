/**
 * Who is in: units, their buckets, and the parts of the bucket space that belong to each arm.
 *
 * <p>Pure functions of their arguments, so that every instance answers alike and across restarts; any thread. Knows
 * neither Netty nor Vert.x.
 */
@NullMarked
package dev.understudy.gateway.assign;

import org.jspecify.annotations.NullMarked;
