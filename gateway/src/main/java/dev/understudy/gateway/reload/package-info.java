/**
 * Notices that the configuration file changed, and remembers what became of it.
 *
 * <p>One thread of its own reads and parses; the root's callbacks run there, one at a time. It must not import Netty or
 * Vert.x.
 */
@NullMarked
package dev.understudy.gateway.reload;

import org.jspecify.annotations.NullMarked;
