/**
 * What the gateway does, seen from outside: real sockets on both sides, one class per topic, and each test the name of
 * a fact.
 *
 * <p>A class starts one gateway and shares it; a test finds its own record by the {@code x-understudy-id} of its
 * response. Order is made with gates, never with clocks.
 */
@NullMarked
package dev.understudy.gateway.traffic;

import org.jspecify.annotations.NullMarked;
