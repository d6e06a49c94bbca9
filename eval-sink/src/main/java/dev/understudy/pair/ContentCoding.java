package dev.understudy.pair;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a body was compressed on its way (RFC 9110, section 8.4.1; zstd: RFC 8878), and how to read it all the same. */
public enum ContentCoding {
    GZIP,
    /** zlib's frame (RFC 1950), or none around it, as some send it. */
    DEFLATE,
    ZSTD;

    /** What a sender may ask of a receiver's memory (RFC 9659): 8 MiB. */
    private static final int ZSTD_WINDOW_LOG_MAX = 23;

    /** Null for none, for several over each other, and for those that cannot be read here, such as {@code br}. */
    public static @Nullable ContentCoding of(@Nullable String contentEncoding) {
        if (contentEncoding == null) {
            return null;
        }
        return switch (contentEncoding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            case "zstd" -> ZSTD;
            default -> null;
        };
    }

    /**
     * What could be read of a body.
     *
     * @param whole whether that is all of it
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, compared never
    public record Plain(byte[] bytes, boolean whole) {}

    /** At most so many bytes of what these stand for. */
    public Plain decode(byte[] bytes, int bytesMax) {
        return this == ZSTD ? zstd(bytes, bytesMax) : inflated(bytes, bytesMax);
    }

    private Plain inflated(byte[] bytes, int bytesMax) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (Inflation inflation = new Inflation(this, bytesMax)) {
            inflation.read(bytes, 0, bytes.length, (piece, length) -> plain.write(piece, 0, length));
            return new Plain(plain.toByteArray(), inflation.isWhole());
        }
    }

    private static Plain zstd(byte[] bytes, int bytesMax) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(bytes)).setLongMax(ZSTD_WINDOW_LOG_MAX)) {
            byte[] piece = new byte[Inflation.PIECE_BYTES];
            int read = in.read(piece);
            while (read >= 0) {
                if (plain.size() + (long) read > Inflation.most(bytes.length, bytesMax)) {
                    return new Plain(plain.toByteArray(), false);
                }
                plain.write(piece, 0, read);
                read = in.read(piece);
            }
            return new Plain(plain.toByteArray(), true);
        } catch (IOException e) {
            return new Plain(plain.toByteArray(), false);
        }
    }
}
