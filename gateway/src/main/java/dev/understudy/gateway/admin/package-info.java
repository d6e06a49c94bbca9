/**
 * The listener beside the traffic: health, metrics, status, feedback.
 *
 * <p>Vert.x Web on its own few event loops, so that nothing asked here takes a turn from a client of the models. It reads
 * what the composition root hands it as {@link dev.understudy.gateway.admin.AdminServices} and must not import the data
 * plane.
 */
@NullMarked
package dev.understudy.gateway.admin;

import org.jspecify.annotations.NullMarked;
