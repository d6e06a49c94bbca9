package dev.understudy.gateway.command;

import java.math.BigDecimal;
import java.math.MathContext;

/** Shares as people read them: {@code 2.5 %}. */
final class Shares {
    private static final MathContext DIGITS = new MathContext(6);

    private Shares() {}

    /** @param share out of 1 */
    static String percent(double share) {
        BigDecimal percent =
                BigDecimal.valueOf(share).movePointRight(2).round(DIGITS).stripTrailingZeros();
        return (percent.signum() == 0 ? "0" : percent.toPlainString()) + " %";
    }
}
