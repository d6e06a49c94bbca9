/**
 * The local log: append-only JSON Lines segments of pairs, feedback and pulses, and the bounded queue before them.
 *
 * <p>{@code offer} runs on event loops and never waits; one thread writes; readers are other processes as often as not.
 */
@NullMarked
package dev.understudy.log;

import org.jspecify.annotations.NullMarked;
