package dev.understudy.log;

import dev.understudy.config.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Which files were read, and of those that may grow how much. Filled by the thread that reads. */
public final class FilesRead implements SegmentFile.Watch {
    private final List<Path> sealed = new ArrayList<>();
    private final List<Growing> growing = new ArrayList<>();

    /** A file that may have grown since, as far as it was read. */
    public record Growing(Path path, long bytes, String sha256) {}

    /** Those that nobody writes to any more. */
    public List<Path> sealed() {
        return List.copyOf(sealed);
    }

    public List<Growing> growing() {
        return List.copyOf(growing);
    }

    @Override
    public void openedSealed(Path path) {
        sealed.add(path);
    }

    @Override
    public InputStream openedPlain(Path path, InputStream in) {
        return new Digesting(path, in);
    }

    /** Once it is closed it is known what was read. */
    private final class Digesting extends FilterInputStream {
        private final MessageDigest digest = Sha256.begun();
        private final Path path;
        private long bytes;

        Digesting(Path path, InputStream in) {
            super(in);
            this.path = path;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            if (one >= 0) {
                digest.update((byte) one);
                bytes++;
            }
            return one;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            if (read > 0) {
                digest.update(buffer, offset, read);
                bytes += read;
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            super.close();
            growing.add(new Growing(path, bytes, HexFormat.of().formatHex(digest.digest())));
        }
    }
}
