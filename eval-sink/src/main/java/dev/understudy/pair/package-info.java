/**
 * What one client request and its models' answers look like when kept: the pair, its legs, feedback, pulses, and their
 * JSON.
 *
 * <p>Pure data, made on the event loops and encoded on the sink's thread; it imports nothing that reads or writes files.
 */
@NullMarked
package dev.understudy.pair;

import org.jspecify.annotations.NullMarked;
