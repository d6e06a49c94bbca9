/**
 * TLS towards clients: keys and certificates out of PEM files, checked, and read again when they change.
 *
 * <p>Files are read at the start and by the scheduler, never on an event loop; connections are encrypted on theirs.
 */
@NullMarked
package dev.understudy.gateway.tls;

import org.jspecify.annotations.NullMarked;
