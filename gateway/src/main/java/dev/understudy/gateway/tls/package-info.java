/**
 * TLS towards clients, read again when its files change.
 *
 * <p>Files are read at the start and by the scheduler, never on an event loop; connections are encrypted on theirs.
 */
@NullMarked
package dev.understudy.gateway.tls;

import org.jspecify.annotations.NullMarked;
