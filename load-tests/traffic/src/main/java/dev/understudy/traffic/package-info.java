/**
 * What the load and fault tests put around a gateway: requests at a fixed rate, readers of event streams, models that
 * fail as they are told, and a network that breaks.
 *
 * <p>One process, one event loop; tests embed {@link dev.understudy.traffic.FaultProxy}, scripts use the command. It
 * imports nothing of the gateway: to it, that is just an address.
 */
@NullMarked
package dev.understudy.traffic;

import org.jspecify.annotations.NullMarked;
