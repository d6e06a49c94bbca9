package dev.understudy.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands in a record instead of a user's or conversation's key: HMAC-SHA256 (RFC 2104) under a secret of the data
 * directory, so that the same unit is recognised and nobody can find out whose it was by trying. Any thread may use it.
 */
public final class UnitHasher {
    private static final String FILE = "unit.key";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int HASH_BYTES = 16;

    private final ThreadLocal<Mac> mac;

    private UnitHasher(byte[] key) {
        SecretKeySpec secret = new SecretKeySpec(key, ALGORITHM);
        mac = ThreadLocal.withInitial(() -> mac(secret));
    }

    /** With the directory's key, which is made when there is none; of several processes that do so at once, one wins. */
    public static UnitHasher open(Path dataDirectory) throws IOException {
        new DiskStorage().createDirectory(dataDirectory);
        return new UnitHasher(key(dataDirectory.resolve(FILE)));
    }

    /** 32 hexadecimal digits. */
    public String hash(String key) {
        return HexFormat.of().formatHex(mac.get().doFinal(key.getBytes(StandardCharsets.UTF_8)), 0, HASH_BYTES);
    }

    /** One thread of this process at a time; the file's lock keeps out the others'. */
    private static synchronized byte[] key(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) == KEY_BYTES) {
            return Files.readAllBytes(file); // also of a disk that has become read-only
        }
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, DiskStorage.ownerOnly(file, "rw-------"));
                FileLock lock = channel.lock()) {
            ByteBuffer key = ByteBuffer.allocate(KEY_BYTES);
            int read = channel.read(key);
            if (read < 0) {
                new SecureRandom().nextBytes(key.array());
                key.clear();
                while (key.hasRemaining()) {
                    channel.write(key);
                }
                channel.force(true);
            }
            if (key.hasRemaining() || channel.size() != KEY_BYTES || !lock.isValid()) {
                throw new IOException(file + ": " + channel.size() + " bytes (expected: " + KEY_BYTES
                        + "; restore it, or delete it and accept that units get new hashes)");
            }
            return key.array();
        }
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is missing from this JDK", e);
        }
    }
}
