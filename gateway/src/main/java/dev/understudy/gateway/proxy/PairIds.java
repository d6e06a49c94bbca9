package dev.understudy.gateway.proxy;

import com.github.f4b6a3.ulid.Ulid;
import java.security.SecureRandom;
import java.util.Arrays;

/** New pair ids of one event loop: ULIDs whose random part nobody can guess. Drawn in stock, since each draw is a system call. */
final class PairIds {
    private static final int RANDOM_BYTES = 10;
    private static final int STOCK = 256;

    private final SecureRandom random = new SecureRandom();
    private final byte[] stock = new byte[RANDOM_BYTES * STOCK];
    private int next = stock.length;

    String next(long epochMillis) {
        if (next == stock.length) {
            random.nextBytes(stock);
            next = 0;
        }
        byte[] entropy = Arrays.copyOfRange(stock, next, next + RANDOM_BYTES);
        next += RANDOM_BYTES;
        return new Ulid(epochMillis, entropy).toString();
    }
}
