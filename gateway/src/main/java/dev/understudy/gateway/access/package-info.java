/**
 * The access log: one line of JSON for each exchange, written by a thread of its own.
 *
 * <p>It knows nothing of the data plane, which hands it views of exchanges, and costs nothing unless it is configured.
 */
@NullMarked
package dev.understudy.gateway.access;

import org.jspecify.annotations.NullMarked;
