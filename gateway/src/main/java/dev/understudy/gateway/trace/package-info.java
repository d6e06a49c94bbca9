/**
 * Traces: reading and writing the W3C headers, and sending spans by OTLP.
 *
 * <p>{@link dev.understudy.gateway.trace.TraceParent}, {@link dev.understudy.gateway.trace.TraceState} and {@link
 * dev.understudy.gateway.trace.Tracer} are pure and run on event loops. {@link dev.understudy.gateway.trace.SpanExport} has a
 * thread of its own, and is the only way to OpenTelemetry's classes: nothing of them is loaded unless spans are configured.
 */
@NullMarked
package dev.understudy.gateway.trace;

import org.jspecify.annotations.NullMarked;
