/**
 * The {@code understudy} command: what is typed, what is printed, and the exit code.
 *
 * <p>Runs on the main thread. It wires what other packages do and decides nothing about traffic itself. Results go to
 * standard output, everything else to standard error; 0 is success, 2 wrong use or a configuration that cannot be used.
 */
@NullMarked
package dev.understudy.gateway.command;

import org.jspecify.annotations.NullMarked;
