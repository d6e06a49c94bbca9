/**
 * HTTP/2 as messages (RFC 9113, section 8): requests out of decoded fields, checked as strictly as HTTP/1.1's, and answers
 * into fields. Frames, windows and streams are Netty's.
 *
 * <p>Pure: knows no routes, no models, no connections.
 */
@NullMarked
package dev.understudy.gateway.http2;

import org.jspecify.annotations.NullMarked;
