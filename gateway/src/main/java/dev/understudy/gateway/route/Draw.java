package dev.understudy.gateway.route;

import dev.understudy.gateway.assign.Unit;
import org.jspecify.annotations.Nullable;

/**
 * What decides one request's fate.
 *
 * @param id the pair's, which is also the key of the unit {@code request}
 * @param unit of the kind that the strategy asks for; null when the request has no key
 * @param sample a bucket drawn for this request alone: shadows, noise and record take from its beginning, so that they
 *     nest
 */
public record Draw(String id, @Nullable Unit unit, long sample) {}
