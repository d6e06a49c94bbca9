package dev.understudy.gateway.assign;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a unit's salted hash falls in [0, 2^64): XXH3-64 of the salt, a zero byte and the unit, read as unsigned. */
public final class Bucket {
    private static final Hasher64 HASHER = Hashing.xxh3_64();

    private final byte[] prefix;

    private Bucket(byte[] prefix) {
        this.prefix = prefix;
    }

    /** The buckets of one salt; two salts are independent of each other. */
    public static Bucket salted(String salt) {
        byte[] bytes = salt.getBytes(StandardCharsets.UTF_8);
        byte[] prefix = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, prefix, 0, bytes.length);
        return new Bucket(prefix);
    }

    public long of(String unit) {
        byte[] bytes = unit.getBytes(StandardCharsets.UTF_8);
        byte[] salted = Arrays.copyOf(prefix, prefix.length + bytes.length);
        System.arraycopy(bytes, 0, salted, prefix.length, bytes.length);
        return HASHER.hashBytesToLong(salted);
    }

    /** The bucket as a share of the space, for people to read. */
    public static double share(long bucket) {
        return ((bucket >>> 1) + 0.5 * (bucket & 1)) / 0x1.0p63;
    }
}
