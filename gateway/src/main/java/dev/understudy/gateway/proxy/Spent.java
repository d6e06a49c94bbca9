package dev.understudy.gateway.proxy;

import java.time.LocalDate;

/**
 * What a route's copies used on one day.
 *
 * @param day by UTC
 * @param tokens of input and output
 * @param cost in the currency of the prices; of models without one nothing
 */
public record Spent(LocalDate day, long tokens, double cost) {}
