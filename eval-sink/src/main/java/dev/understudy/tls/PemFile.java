package dev.understudy.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A file of certificates or of a key, as it was when it was read. What is wrong with it is said with its place.
 *
 * @param place the key of the configuration that names the file
 */
public record PemFile(String place, Path path, String text) {
    private static final int BYTES_MAX = 1024 * 1024;

    /** Not for event loops. */
    public static PemFile read(String place, Path path) throws IOException {
        byte[] bytes = bytes(place + ": " + path, path);
        if (bytes.length > BYTES_MAX) {
            throw new IOException(place + ": " + path + " is larger than 1 MiB (expected: a PEM file)");
        }
        return new PemFile(place, path, new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static byte[] bytes(String named, Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(BYTES_MAX + 1);
        } catch (NoSuchFileException e) {
            throw new IOException(named + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException(named + " may not be read by this user", e);
        } catch (IOException e) {
            throw new IOException(named + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** All certificates in it, in its order; at least one. */
    public List<X509Certificate> certificates() throws IOException {
        try {
            return Identity.certificates(text);
        } catch (PemException e) {
            throw refused(e);
        }
    }

    /** The only key in it. */
    PrivateKey key() throws IOException {
        try {
            return PrivateKeys.of(text);
        } catch (PemException e) {
            throw refused(e);
        }
    }

    /** Without what stands in it, which may be a key. */
    @Override
    public String toString() {
        return place + ": " + path;
    }

    private IOException refused(PemException why) {
        return new IOException(place + ": " + path + " " + why.getMessage(), why);
    }
}
