/**
 * What is given up when there is too much to do: shadows first, then recorded bodies, then interleaving, then new requests.
 *
 * <p>{@link dev.understudy.gateway.pressure.Ladder} decides, and is pure; {@link dev.understudy.gateway.pressure.PressureWatch} asks
 * the signals ten times a second and keeps the answer where every request can read it. It knows no Netty: whoever measures
 * something hands it in.
 */
@NullMarked
package dev.understudy.gateway.pressure;

import org.jspecify.annotations.NullMarked;
