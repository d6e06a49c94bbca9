/**
 * What this process tells of itself: the catalogue of all meters.
 *
 * <p>Nothing is registered with Micrometer but by {@link dev.understudy.gateway.observe.Catalogue}, so that names, units, tags
 * and their values stand in one place; {@code docs/metrics.md} is made from it. It knows nothing of the data plane or the control
 * plane, and any thread may use it.
 */
@NullMarked
package dev.understudy.gateway.observe;

import org.jspecify.annotations.NullMarked;
