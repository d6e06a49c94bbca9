package dev.understudy.gateway.reload;

import dev.understudy.config.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file held when it was looked at, as a digest; or why it could not be read. */
record Fingerprint(String text, boolean isReadable) {
    /** One byte more than a configuration may have: a larger file is as wrong, whatever follows. */
    private static final int BYTES_MAX = 1024 * 1024 + 1;

    static Fingerprint of(Path file) {
        try (InputStream input = Files.newInputStream(file)) {
            return of(input.readNBytes(BYTES_MAX));
        } catch (IOException e) {
            return new Fingerprint("unreadable: " + e.getClass().getSimpleName(), false);
        }
    }

    static Fingerprint of(String source) {
        return of(source.getBytes(StandardCharsets.UTF_8));
    }

    private static Fingerprint of(byte[] bytes) {
        return new Fingerprint(Sha256.of(bytes), true);
    }
}
