package dev.understudy.gateway.assign;

import dev.understudy.config.Percent;
import java.math.BigDecimal;
import java.math.BigInteger;

/** The first part of the bucket space, of a given size. A larger threshold admits everything that a smaller one does. */
public final class Threshold {
    static final BigInteger SPACE = BigInteger.ONE.shiftLeft(64);

    private final boolean all;
    private final long limit;

    private Threshold(boolean all, long limit) {
        this.all = all;
        this.limit = limit;
    }

    public static Threshold of(Percent percent) {
        BigInteger width = width(percent);
        return new Threshold(width.equals(SPACE), width.longValue());
    }

    public boolean admits(long bucket) {
        return all || Long.compareUnsigned(bucket, limit) < 0;
    }

    /** How many of the 2^64 buckets a share is, rounded down. */
    static BigInteger width(Percent percent) {
        return new BigDecimal(Double.toString(percent.value()))
                .multiply(new BigDecimal(SPACE))
                .divideToIntegralValue(BigDecimal.valueOf(100))
                .toBigInteger();
    }
}
