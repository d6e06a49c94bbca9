/**
 * Which route, which strategy, which plan: an immutable table, read once per request.
 *
 * <p>Pure; runs on the client's event loop and in {@code config explain} alike. Knows neither Netty nor Vert.x.
 */
@NullMarked
package dev.understudy.gateway.route;

import org.jspecify.annotations.NullMarked;
