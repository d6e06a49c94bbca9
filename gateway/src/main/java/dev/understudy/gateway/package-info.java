/**
 * The composition root: everything is made here, by hand, in the order in which a request meets it.
 *
 * <p>Runs on the thread that starts and closes the process, and on one scheduler for what happens by time.
 */
@NullMarked
package dev.understudy.gateway;

import org.jspecify.annotations.NullMarked;
