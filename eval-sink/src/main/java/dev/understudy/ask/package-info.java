/**
 * Asking a model over HTTP, outside the traffic: with a limit of what is under way, retries and a deadline. For judges, data
 * sets and replay; knows nothing of them.
 *
 * <p>Blocking, on threads of its own; nothing of it runs on an event loop.
 */
@NullMarked
package dev.understudy.ask;

import org.jspecify.annotations.NullMarked;
