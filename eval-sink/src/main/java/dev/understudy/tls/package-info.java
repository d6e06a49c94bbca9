/**
 * Keys and certificates out of PEM files, checked: one set of rules for whoever is listened to or asked over TLS.
 *
 * <p>Reads files; nothing of it runs on an event loop.
 */
@NullMarked
package dev.understudy.tls;

import org.jspecify.annotations.NullMarked;
