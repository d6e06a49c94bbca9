package dev.understudy.gateway.proxy;

import dev.understudy.pair.Leg;

/**
 * What one model's answers on one route used since this process began, said by the model or counted here.
 *
 * @param cost in the currency of the prices; 0 without one
 */
public record Usage(String model, Leg.Role role, long inputTokens, long outputTokens, double cost) {}
