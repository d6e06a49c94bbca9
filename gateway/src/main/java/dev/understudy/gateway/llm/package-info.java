/**
 * What an answer of an LLM tells while it streams by: its events, its first content, its pace, its tokens.
 *
 * <p>On the event loop of the call, a piece at a time, without a tree and without I/O. Nothing here holds a buffer.
 */
@NullMarked
package dev.understudy.gateway.llm;

import org.jspecify.annotations.NullMarked;
