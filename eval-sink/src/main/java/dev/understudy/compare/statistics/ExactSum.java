package dev.understudy.compare.statistics;

import java.math.BigInteger;

/**
 * A sum of doubles without rounding, so that neither the order nor the number of threads changes a digit of a report.
 *
 * <p>A fixed-point number wide enough for every finite double, kept in digits of 32 bits with room for carries (Neal,
 * "Fast exact summation using small and large superaccumulators", 2015).
 */
final class ExactSum {
    /** The exponent of the lowest bit: that of the smallest subnormal. */
    static final int LOWEST_EXPONENT = -1074;

    private static final int DIGITS = 68;
    private static final long DIGIT_MASK = 0xFFFF_FFFFL;
    private static final int ADDITIONS_BEFORE_CARRY = 1 << 29;

    private final long[] digits = new long[DIGITS];
    private int additions;

    /** @param value finite */
    void add(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long mantissa = bits & 0xF_FFFF_FFFF_FFFFL;
        if (exponent == 0x7FF) {
            throw new IllegalArgumentException("value: " + value + " (expected: a finite number)");
        }
        if (exponent == 0) {
            exponent = 1;
        } else {
            mantissa |= 1L << 52;
        }
        int position = exponent - 1;
        int digit = position >>> 5;
        int shift = position & 31;
        long low = (mantissa << shift) & DIGIT_MASK;
        long middle = (mantissa >>> (32 - shift)) & DIGIT_MASK;
        long high = shift == 0 ? 0 : mantissa >>> (64 - shift);
        if (bits >= 0) {
            digits[digit] += low;
            digits[digit + 1] += middle;
            digits[digit + 2] += high;
        } else {
            digits[digit] -= low;
            digits[digit + 1] -= middle;
            digits[digit + 2] -= high;
        }
        if (++additions >= ADDITIONS_BEFORE_CARRY) {
            carry();
        }
    }

    void merge(ExactSum other) {
        carry();
        other.carry();
        for (int i = 0; i < DIGITS; i++) {
            digits[i] += other.digits[i];
        }
        carry();
    }

    /** The sum as a whole number of {@code 2^LOWEST_EXPONENT}. */
    BigInteger scaled() {
        BigInteger sum = BigInteger.ZERO;
        for (int i = DIGITS - 1; i >= 0; i--) {
            sum = sum.shiftLeft(32).add(BigInteger.valueOf(digits[i]));
        }
        return sum;
    }

    double value() {
        return toDouble(scaled(), LOWEST_EXPONENT);
    }

    /** {@code number * 2^exponent}, to within the last bit. */
    static double toDouble(BigInteger number, int exponent) {
        int spare = number.bitLength() - 900;
        return spare > 0
                ? Math.scalb(number.shiftRight(spare).doubleValue(), spare + exponent)
                : Math.scalb(number.doubleValue(), exponent);
    }

    private void carry() {
        for (int i = 0; i < DIGITS - 1; i++) {
            digits[i + 1] += digits[i] >> 32;
            digits[i] &= DIGIT_MASK;
        }
        additions = 0;
    }
}
