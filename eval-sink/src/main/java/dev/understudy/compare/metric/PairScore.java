package dev.understudy.compare.metric;

import org.jspecify.annotations.Nullable;

/**
 * What a metric says of one pair.
 *
 * @param legacy of legacy's answer; null for a figure of both answers with each other
 * @param candidate of the candidate's, or of both
 */
public record PairScore(String name, String unit, @Nullable Double legacy, double candidate) {}
