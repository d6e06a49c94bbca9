/**
 * Two models' answers become one: where the lists stand, whose item stands where, and the bytes that the client gets.
 *
 * <p>Pure functions of two complete bodies and a source of chance; runs on the client's event loop, and therefore streams
 * over the bytes, builds no JSON tree, and takes time in proportion to the bodies (n log n in the number of items).
 * Items are copied byte for byte. Whatever cannot be mixed is an answer too ({@link
 * dev.understudy.gateway.merge.Mix.Degraded}), never an exception. Knows neither Netty nor Vert.x.
 */
@NullMarked
package dev.understudy.gateway.merge;

import org.jspecify.annotations.NullMarked;
