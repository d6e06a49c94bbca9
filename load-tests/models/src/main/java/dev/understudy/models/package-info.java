/**
 * Two real models to put behind a gateway: MiniLM sentence embeddings in full precision and in their 8-bit build, as
 * HTTP servers that rank, classify, embed and answer questions.
 *
 * <p>A process holds one variant. Requests are read and written by a small pool of threads; the model itself computes
 * one text at a time on one thread, so that two of these processes share two processors fairly and their times compare.
 * It imports nothing of the gateway: to it, these are just endpoints.
 */
@NullMarked
package dev.understudy.models;

import org.jspecify.annotations.NullMarked;
