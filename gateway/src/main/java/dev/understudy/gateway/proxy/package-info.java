/**
 * The data plane: clients' connections, and each request's way through the steps of docs/architecture.md.
 *
 * <p>Everything here runs on the event loop of the client's connection, from the first byte to the joined pair; the only
 * things it shares are atomic counters, the models' places and breakers, and one reference to the current revision. It
 * knows no Vert.x and never blocks.
 */
@NullMarked
package dev.understudy.gateway.proxy;

import org.jspecify.annotations.NullMarked;
