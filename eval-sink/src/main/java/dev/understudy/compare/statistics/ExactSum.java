package dev.understudy.compare.statistics;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * A sum of doubles without rounding, so that neither the order nor the number of threads changes a digit of a report.
 *
 * <p>A fixed-point number wide enough for what was added, kept in digits of 32 bits with room for carries (Neal, "Fast
 * exact summation using small and large superaccumulators", 2015). Only the digits in use are kept: a comparison holds
 * thousands of sums.
 */
final class ExactSum {
    /** The exponent of the lowest bit: that of the smallest subnormal. */
    static final int LOWEST_EXPONENT = -1074;

    private static final long DIGIT_MASK = 0xFFFF_FFFFL;
    private static final int ADDITIONS_BEFORE_CARRY = 1 << 29;
    private static final long[] NONE = {};

    /** Digit {@code i} counts {@code 2^(LOWEST_EXPONENT + 32 * (lowest + i))}; the last one takes all that is above. */
    private long[] digits = NONE;

    private int lowest;
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
            if (mantissa == 0) {
                return;
            }
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
        reach(digit, digit + 4);
        int at = digit - lowest;
        if (bits >= 0) {
            digits[at] += low;
            digits[at + 1] += middle;
            digits[at + 2] += high;
        } else {
            digits[at] -= low;
            digits[at + 1] -= middle;
            digits[at + 2] -= high;
        }
        if (++additions >= ADDITIONS_BEFORE_CARRY) {
            carry();
        }
    }

    void merge(ExactSum other) {
        if (other.digits.length == 0) {
            return;
        }
        carry();
        other.carry();
        reach(other.lowest, other.lowest + other.digits.length + 1);
        for (int i = 0; i < other.digits.length; i++) {
            digits[other.lowest - lowest + i] += other.digits[i];
        }
        carry();
    }

    /** The sum as a whole number of {@code 2^LOWEST_EXPONENT}. */
    BigInteger scaled() {
        return whole().shiftLeft(32 * lowest);
    }

    double value() {
        return toDouble(whole(), LOWEST_EXPONENT + 32 * lowest);
    }

    /** {@code number * 2^exponent}, to within the last bit. */
    static double toDouble(BigInteger number, int exponent) {
        int spare = number.bitLength() - 900;
        return spare > 0
                ? Math.scalb(number.shiftRight(spare).doubleValue(), spare + exponent)
                : Math.scalb(number.doubleValue(), exponent);
    }

    private BigInteger whole() {
        BigInteger sum = BigInteger.ZERO;
        for (int i = digits.length - 1; i >= 0; i--) {
            sum = sum.shiftLeft(32).add(BigInteger.valueOf(digits[i]));
        }
        return sum;
    }

    /** Makes room for the digits from {@code from} to before {@code to}. */
    private void reach(int from, int to) {
        if (digits.length == 0) {
            lowest = from;
            digits = new long[to - from];
        } else if (from < lowest || to > lowest + digits.length) {
            // The last digit may be negative or hold a carry; one more above it keeps its place.
            int newLowest = Math.min(from, lowest);
            int newEnd = Math.max(to, lowest + digits.length);
            long[] wider = new long[newEnd - newLowest];
            System.arraycopy(digits, 0, wider, lowest - newLowest, digits.length);
            digits = wider;
            lowest = newLowest;
        }
    }

    private void carry() {
        for (int i = 0; i < digits.length - 1; i++) {
            digits[i + 1] += digits[i] >> 32;
            digits[i] &= DIGIT_MASK;
        }
        additions = 0;
        int last = digits.length - 1;
        if (last >= 0 && digits[last] != (int) digits[last]) {
            digits = Arrays.copyOf(digits, digits.length + 1);
            digits[last + 1] = digits[last] >> 32;
            digits[last] &= DIGIT_MASK;
        }
    }
}
