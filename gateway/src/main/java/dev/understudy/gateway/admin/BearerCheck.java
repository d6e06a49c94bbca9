package dev.understudy.gateway.admin;

import dev.understudy.config.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a caller presents the token. It is read anew at most once a second, so a rotated file takes effect; while it
 * cannot be read nobody gets in.
 */
final class BearerCheck {
    private static final long FRESH_NANOS = 1_000_000_000;
    private static final String SCHEME = "Bearer ";
    private static final Logger log = LoggerFactory.getLogger(BearerCheck.class);

    private final Secret secret;
    private final LongSupplier nanos;
    private Optional<byte[]> token;
    private long readAt;

    private BearerCheck(Secret secret, LongSupplier nanos, byte[] token) {
        this.secret = secret;
        this.nanos = nanos;
        this.token = Optional.of(token);
        this.readAt = nanos.getAsLong();
    }

    /** @throws IOException when there is no token to begin with */
    static BearerCheck of(Secret secret, LongSupplier nanos) throws IOException {
        return new BearerCheck(secret, nanos, bytes(secret.read()));
    }

    /** @param authorization the header's value */
    boolean admits(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] presented = bytes(authorization.substring(SCHEME.length()).strip());
        return token().map(expected -> MessageDigest.isEqual(presented, expected))
                .orElse(false);
    }

    private synchronized Optional<byte[]> token() {
        if (nanos.getAsLong() - readAt >= FRESH_NANOS) {
            readAt = nanos.getAsLong();
            try {
                token = Optional.of(bytes(secret.read()));
            } catch (IOException e) {
                log.warn("admin_token_unreadable secret={} consequence=nobody_gets_in", secret);
                token = Optional.empty();
            }
        }
        return token;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
