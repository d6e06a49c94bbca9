/**
 * Pairs in the files of other tools, and what comes back from them: labels, outputs, judgments, votes.
 *
 * <p>One file a format, registered in {@link dev.understudy.exchange.Formats}; a format of somebody else's is found by
 * {@code ServiceLoader}. Runs on a command's thread. Imports {@code log}, {@code pair}, {@code judge}, and of {@code compare}
 * only how an answer is read.
 */
@NullMarked
package dev.understudy.exchange;

import org.jspecify.annotations.NullMarked;
