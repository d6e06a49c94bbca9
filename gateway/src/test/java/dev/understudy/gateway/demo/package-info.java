/** The demo's people before a server that only looks like a gateway, its output, and its ways to fail. */
@NullMarked
package dev.understudy.gateway.demo;

import org.jspecify.annotations.NullMarked;
