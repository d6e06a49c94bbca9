/**
 * The local log: append-only JSON Lines segments of pairs, feedback and pulses, and the bounded queue before them.
 *
 * <p>{@code offer} runs on event loops and never waits; one thread writes, another seals; readers are other processes as
 * often as not.
 *
 * <p>A data directory holds {@code pairs/}, {@code feedback/} and {@code pulses/} with segments
 * {@code <instance>-<start>-<counter>.jsonl}, compressed to {@code .jsonl.zst} when they are complete; where both stand,
 * the compressed one counts. {@code locks/<instance>.lock} is held by the process that writes under that name,
 * {@code unit.key} is the secret of the units' hashes, and {@code revisions/} has the configurations. Several processes
 * may share a directory under different names.
 *
 * <p>A line that was handed to the system survives the death of the process; it is forced to the disk when its segment is
 * sealed or the sink closed, so that a failing power supply may cost what the system had not written yet.
 */
@NullMarked
package dev.understudy.log;

import org.jspecify.annotations.NullMarked;
