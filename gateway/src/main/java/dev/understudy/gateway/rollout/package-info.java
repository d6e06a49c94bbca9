/**
 * How far each canary is: steps taken by time, never counted apart but derived from a few events on disk.
 *
 * <p>What a route shows now is a pure function of its settings, one start event and the time, so it survives restarts and
 * kills. Called from the root's thread and the control plane; it must not be called on an event loop, since it may write.
 */
@NullMarked
package dev.understudy.gateway.rollout;

import org.jspecify.annotations.NullMarked;
